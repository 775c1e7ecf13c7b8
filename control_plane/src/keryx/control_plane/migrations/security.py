"""Row-level security of tables that carry a tenant, for migrations."""

from alembic import op

_ROLE = "keryx_control_plane"


def by_tenant(table: str, *, rights: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """The program's role has `rights` on rows of its scope (column `tenant`), and no other way in."""
    inside = "tenant = current_setting('keryx.tenant', true) OR current_setting('keryx.platform', true) = 'on'"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON {table} TO {_ROLE} USING ({inside}) WITH CHECK ({inside})")
    op.execute(f"GRANT {rights} ON {table} TO {_ROLE}")
