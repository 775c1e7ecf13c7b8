"""Plumbing every Keryx program shares: signals, settings, Postgres, push, tokens. Nothing about calls."""
