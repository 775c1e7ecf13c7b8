"""What runs a tenant: the lease, the journal, snapshots, what was pushed, the vault, phones.

The journal is fenced here and not in the engine: whoever writes under an epoch that is not the lease's is refused, and taking
the lease waits for writes of the epoch before (a key-share lock that an ordinary renewal does not touch).
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_FENCE = """
CREATE FUNCTION fence_journal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE current bigint;
BEGIN
    SELECT epoch INTO current FROM lease FOR KEY SHARE;
    IF NEW.epoch IS DISTINCT FROM current THEN
        RAISE EXCEPTION 'epoch % does not lead, % does', NEW.epoch, current USING ERRCODE = 'KX001';
    END IF;
    RETURN NEW;
END $$"""

_STATEMENTS = (
    """CREATE TABLE schema_version (
        one boolean PRIMARY KEY DEFAULT true CHECK (one), version integer NOT NULL, compatible_from integer NOT NULL)""",
    "INSERT INTO schema_version (version, compatible_from) VALUES (1, 1)",
    """CREATE TABLE lease (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        holder text NOT NULL, address text NOT NULL, epoch bigint NOT NULL, expires_at timestamptz NOT NULL)""",
    "INSERT INTO lease (holder, address, epoch, expires_at) VALUES ('', '', 0, '-infinity')",
    """CREATE TABLE journal (
        epoch bigint NOT NULL, seq bigint PRIMARY KEY, at timestamptz NOT NULL, interaction uuid, agent uuid,
        fact jsonb NOT NULL, UNIQUE (epoch, seq))""",
    _FENCE,
    "CREATE TRIGGER fence BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION fence_journal()",
    # What an engine that no longer leads had spooled: kept to be looked at, never acted upon.
    """CREATE TABLE spool_evidence (
        epoch bigint NOT NULL, seq bigint NOT NULL, fact jsonb NOT NULL, imported_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (epoch, seq))""",
    """CREATE TABLE snapshot (
        seq bigint PRIMARY KEY, epoch bigint NOT NULL, state bytea NOT NULL,
        taken_at timestamptz NOT NULL DEFAULT now())""",
    """CREATE TABLE config (
        version bigint PRIMARY KEY, hash text NOT NULL, config jsonb NOT NULL,
        stored_at timestamptz NOT NULL DEFAULT now())""",
    """CREATE TABLE directory (
        one boolean PRIMARY KEY DEFAULT true CHECK (one), version bigint NOT NULL, directory jsonb NOT NULL,
        stored_at timestamptz NOT NULL DEFAULT now())""",
    # Whose phone an endpoint is; passwords are derived from the tenant's key and stored nowhere.
    """CREATE TABLE phone (
        endpoint text PRIMARY KEY, agent uuid NOT NULL, made_at timestamptz NOT NULL DEFAULT now())""",
    "CREATE TABLE vault_key (subject uuid PRIMARY KEY, wrapped bytea NOT NULL)",
    """CREATE TABLE vault (
        ref uuid PRIMARY KEY, subject uuid NOT NULL, kind text NOT NULL, interaction uuid, ciphertext bytea NOT NULL,
        stored_at timestamptz NOT NULL DEFAULT now())""",
    "CREATE TABLE number_index (hmac bytea PRIMARY KEY, subject uuid NOT NULL)",
)

_TABLES = (
    *("number_index", "vault", "vault_key", "phone", "directory", "config", "snapshot", "spool_evidence", "journal"),
    *("lease", "schema_version"),
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in _TABLES:
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP FUNCTION fence_journal()")
