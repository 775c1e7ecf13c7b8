"""A tenant, running: engine, gateway, worker and site agent."""
