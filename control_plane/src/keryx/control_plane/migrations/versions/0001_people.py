"""Tenants, people, logins, directory pushes.

Revision ID: 0001
"""

from alembic import op

revision = "0001"
down_revision: str | None = None

_ROLE = "keryx_control_plane"

_TABLES = """
CREATE TABLE schema_version (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    version integer NOT NULL,
    compatible_from integer NOT NULL
);
CREATE TABLE tenant (
    id text PRIMARY KEY CHECK (id ~ '^[a-z][a-z0-9]{2,19}$'),
    display_name text NOT NULL,
    hosts text[] NOT NULL,
    engine text,
    created_at timestamptz NOT NULL
);
CREATE TABLE known_config (
    tenant text PRIMARY KEY REFERENCES tenant,
    version bigint NOT NULL,
    hash text NOT NULL,
    config jsonb NOT NULL
);
CREATE TABLE person (
    id uuid PRIMARY KEY,
    tenant text NOT NULL REFERENCES tenant,
    login text NOT NULL CHECK (login = lower(login)),
    name text NOT NULL,
    role text NOT NULL CHECK (role IN
        ('root_administrator', 'company_administrator', 'site_administrator', 'supervisor', 'agent')),
    team text,
    site text,
    languages text[] NOT NULL,
    extension text,
    phone text NOT NULL CHECK (phone IN ('browser', 'sip')),
    skills jsonb NOT NULL,
    queues jsonb NOT NULL,
    active boolean NOT NULL,
    session_epoch integer NOT NULL,
    password_hash text NOT NULL,
    revision integer NOT NULL,
    imported_revision integer,
    directory_version bigint NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (tenant, login)
);
CREATE INDEX person_by_directory_version ON person (tenant, directory_version);
CREATE TABLE directory_state (
    tenant text PRIMARY KEY REFERENCES tenant,
    version bigint NOT NULL,
    acknowledged bigint NOT NULL
);
CREATE TABLE login_attempts (
    tenant text NOT NULL REFERENCES tenant,
    login_hash bytea NOT NULL,
    failed integer NOT NULL,
    last_at timestamptz NOT NULL,
    locked_until timestamptz,
    PRIMARY KEY (tenant, login_hash)
);
CREATE INDEX login_attempts_by_age ON login_attempts (last_at);
CREATE TABLE platform_session (
    id uuid PRIMARY KEY,
    tenant text NOT NULL REFERENCES tenant,
    person uuid NOT NULL REFERENCES person,
    secret_hash bytea NOT NULL UNIQUE,
    session_epoch integer NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX platform_session_by_end ON platform_session (expires_at);
INSERT INTO schema_version (version, compatible_from) VALUES (1, 1);
"""

_BY_TENANT = ("known_config", "person", "directory_state", "login_attempts", "platform_session")


def upgrade() -> None:
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    _secure("tenant", "id")
    for table in _BY_TENANT:
        _secure(table, "tenant")
    op.execute(f"GRANT SELECT ON schema_version TO {_ROLE}")


def _secure(table: str, column: str) -> None:
    """The program's role may read and write rows of its scope, and has no other way in."""
    inside = f"{column} = current_setting('keryx.tenant', true) OR current_setting('keryx.platform', true) = 'on'"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON {table} TO {_ROLE} USING ({inside}) WITH CHECK ({inside})")
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {_ROLE}")
