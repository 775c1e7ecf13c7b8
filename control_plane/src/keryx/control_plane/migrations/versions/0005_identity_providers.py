"""Log-ins by identity providers: who is whom there, log-ins under way, sessions of theirs.

Revision ID: 0005
"""

from alembic import op

from keryx.control_plane.migrations.security import by_tenant

revision = "0005"
down_revision: str | None = "0004"

_STATEMENTS = (
    """CREATE TABLE identity_link (
        tenant text NOT NULL REFERENCES tenant,
        provider text NOT NULL,
        subject text NOT NULL,
        person uuid NOT NULL REFERENCES person,
        PRIMARY KEY (tenant, provider, subject))""",
    "CREATE INDEX identity_link_by_person ON identity_link (tenant, person)",
    """CREATE TABLE provider_login (
        tenant text NOT NULL REFERENCES tenant,
        state_hash bytea NOT NULL,
        provider text NOT NULL,
        browser_hash bytea NOT NULL,
        nonce text NOT NULL,
        verifier text NOT NULL,
        return_to text NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, state_hash))""",
    "ALTER TABLE platform_session ADD COLUMN provider text",
    "ALTER TABLE platform_session ADD COLUMN provider_session text",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
    for table in ("identity_link", "provider_login"):
        by_tenant(table)
    op.execute("UPDATE schema_version SET version = 5")
