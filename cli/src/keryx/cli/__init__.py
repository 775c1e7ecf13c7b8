"""The `keryx` command."""
