"""Contact cards: who the people outside are. A card is sealed under a key of its own in `vault_key` (its subject is the contact's id).

`contact_number` finds cards by the HMAC of a number; several contacts may share one.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_STATEMENTS = (
    """CREATE TABLE contact (
        id uuid PRIMARY KEY, revision integer NOT NULL DEFAULT 1, card bytea NOT NULL,
        made_at timestamptz NOT NULL, made_by uuid NOT NULL, changed_at timestamptz NOT NULL, changed_by uuid NOT NULL)""",
    """CREATE TABLE contact_number (
        contact uuid NOT NULL REFERENCES contact ON DELETE CASCADE, hmac bytea NOT NULL,
        PRIMARY KEY (contact, hmac))""",
    "CREATE INDEX contact_number_hmac ON contact_number (hmac)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE contact_number")
    op.execute("DROP TABLE contact")
