"""Gateway: what browsers and programs of one tenant reach. It serves the web app, sessions, records, live views and the desks' SIP."""
