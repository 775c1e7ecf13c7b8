"""The engine: one tenant's calls, decided in one place. Only the holder of the tenant's lease decides; see `tenant.py`."""
