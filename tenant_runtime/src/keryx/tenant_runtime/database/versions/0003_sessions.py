"""Sessions of people at this tenant, and the admitting tokens that were exchanged for one. Times are ms UTC."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_STATEMENTS = (
    # `id` is the SHA-256 of the cookie; `epoch` the person's session epoch when it began; `phone` the SIP name given to it.
    """CREATE TABLE session (
        id bytea PRIMARY KEY, person uuid NOT NULL, epoch bigint NOT NULL, created bigint NOT NULL,
        expires bigint NOT NULL, seen bigint NOT NULL, user_agent text NOT NULL, phone text)""",
    "CREATE INDEX session_person ON session (person)",
    "CREATE INDEX session_expires ON session (expires)",
    "CREATE TABLE admitted_token (jti text PRIMARY KEY, expires bigint NOT NULL)",
    "CREATE INDEX admitted_token_expires ON admitted_token (expires)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE admitted_token")
    op.execute("DROP TABLE session")
