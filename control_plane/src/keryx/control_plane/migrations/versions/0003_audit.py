"""The audit trail of each tenant's people, rights and log-ins.

Revision ID: 0003
"""

from alembic import op

from keryx.control_plane.migrations.security import by_tenant

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE audit_event (
            tenant text NOT NULL REFERENCES tenant,
            seq bigint NOT NULL,
            at bigint NOT NULL,
            actor_kind text NOT NULL,
            actor text NOT NULL,
            actor_login text NOT NULL,
            address text NOT NULL,
            session text NOT NULL,
            action text NOT NULL,
            object_kind text NOT NULL,
            object_id text NOT NULL,
            object_name text NOT NULL,
            before jsonb,
            after jsonb,
            why text NOT NULL,
            hash bytea NOT NULL,
            PRIMARY KEY (tenant, seq)
        )
        """
    )
    op.execute("CREATE INDEX audit_event_by_actor ON audit_event (tenant, actor, seq)")
    op.execute("CREATE INDEX audit_event_by_object ON audit_event (tenant, object_id, seq)")
    op.execute(
        """
        CREATE TABLE audit_head (
            tenant text PRIMARY KEY REFERENCES tenant,
            seq bigint NOT NULL,
            hash bytea NOT NULL
        )
        """
    )
    by_tenant("audit_event", rights="SELECT, INSERT")
    by_tenant("audit_head", rights="SELECT, INSERT, UPDATE")
    op.execute("UPDATE schema_version SET version = 3")
