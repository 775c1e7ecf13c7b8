"""The audit trail of what people did and read here; `at` is ms UTC."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """CREATE TABLE audit_event (
        seq bigint PRIMARY KEY, at bigint NOT NULL, actor_kind text NOT NULL, actor text NOT NULL, actor_login text NOT NULL,
        address text NOT NULL, session text NOT NULL, action text NOT NULL, object_kind text NOT NULL,
        object_id text NOT NULL, object_name text NOT NULL, before jsonb, after jsonb, why text NOT NULL,
        hash bytea NOT NULL)""",
    "CREATE INDEX audit_event_by_actor ON audit_event (actor, seq)",
    "CREATE INDEX audit_event_by_object ON audit_event (object_id, seq)",
    # One row: whoever adds to the chain holds it until the transaction ends.
    "CREATE TABLE audit_head (one boolean PRIMARY KEY DEFAULT true CHECK (one), seq bigint NOT NULL, hash bytea NOT NULL)",
    r"INSERT INTO audit_head (seq, hash) VALUES (0, decode(repeat('00', 32), 'hex'))",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE audit_head")
    op.execute("DROP TABLE audit_event")
