"""A tenant's database: its schema, changed by migrations only (Alembic, expand/contract).

The schema says its `version` and the oldest code it is `compatible_from`: a program refuses only a schema that is not for it any
more, so that old and new code may run beside each other while an upgrade rolls out, and a roll-back needs no down-migration.
"""

from keryx.tenant_runtime.database.schema import SCHEMA_VERSION, SchemaTooNew, check, upgrade

__all__ = ["SCHEMA_VERSION", "SchemaTooNew", "check", "upgrade"]
