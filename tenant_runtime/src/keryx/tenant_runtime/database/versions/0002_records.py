"""The records: what the worker projects from the journal, and the recordings.

Everything but `track_file` can be made again from the journal. Rows of one interaction are numbered by `n` in their order.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_STATEMENTS = (
    # Where the vault's rows belong to; how the projector finds all facts of an interaction again.
    "ALTER TABLE vault ADD COLUMN IF NOT EXISTS interaction uuid",
    "CREATE INDEX IF NOT EXISTS vault_interaction ON vault (interaction)",
    "CREATE INDEX IF NOT EXISTS vault_subject ON vault (subject)",
    "CREATE INDEX IF NOT EXISTS journal_interaction ON journal (interaction, seq) WHERE interaction IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS journal_agent ON journal (agent, seq) WHERE agent IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS journal_config ON journal (seq) WHERE fact->>'fact' = 'config.activated'",
    """CREATE TABLE projection (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        position bigint NOT NULL)""",
    "INSERT INTO projection (position) VALUES (0)",
    """CREATE TABLE interaction (
        id uuid PRIMARY KEY, channel text NOT NULL, direction text NOT NULL, site text NOT NULL, entry text,
        dialled text NOT NULL, caller_ref uuid, caller_withheld boolean NOT NULL, trunk text, language text,
        recovered boolean NOT NULL, party text, started_at timestamptz NOT NULL, connected_at timestamptz,
        answered_at timestamptz, ended_at timestamptz, outcome text, cause text, ended_by text,
        first_queue text, last_queue text, first_agent uuid, last_agent uuid,
        wait_ms bigint NOT NULL, talk_ms bigint NOT NULL, disposition text,
        config_version bigint NOT NULL, settled boolean NOT NULL)""",
    "CREATE INDEX interaction_started ON interaction (started_at DESC, id DESC)",
    "CREATE INDEX interaction_caller ON interaction (caller_ref)",
    "CREATE INDEX interaction_open ON interaction (id) WHERE NOT settled",
    """CREATE TABLE segment (
        interaction uuid NOT NULL REFERENCES interaction ON DELETE CASCADE, n integer NOT NULL,
        party text NOT NULL, role text NOT NULL, kind text NOT NULL, queue text, agent uuid,
        started_at timestamptz NOT NULL, ended_at timestamptz, cause text NOT NULL, config_version bigint NOT NULL,
        PRIMARY KEY (interaction, n))""",
    "CREATE INDEX segment_agent ON segment (agent, started_at) WHERE agent IS NOT NULL",
    """CREATE TABLE step (
        interaction uuid NOT NULL REFERENCES interaction ON DELETE CASCADE, n integer NOT NULL,
        flow text NOT NULL, flow_version bigint NOT NULL, step text NOT NULL, kind text NOT NULL,
        started_at timestamptz NOT NULL, ended_at timestamptz, outcome text, next text, label text,
        PRIMARY KEY (interaction, n))""",
    """CREATE TABLE offer (
        interaction uuid NOT NULL REFERENCES interaction ON DELETE CASCADE, n integer NOT NULL,
        offer text NOT NULL, agent uuid NOT NULL, queue text, site text NOT NULL,
        started_at timestamptz NOT NULL, ended_at timestamptz, result text,
        PRIMARY KEY (interaction, n))""",
    "CREATE INDEX offer_agent ON offer (agent, started_at)",
    """CREATE TABLE decision (
        interaction uuid NOT NULL REFERENCES interaction ON DELETE CASCADE, n integer NOT NULL,
        at timestamptz NOT NULL, queue text NOT NULL, chosen uuid, considered jsonb NOT NULL, left_out jsonb NOT NULL,
        PRIMARY KEY (interaction, n))""",
    """CREATE TABLE disposition (
        interaction uuid NOT NULL REFERENCES interaction ON DELETE CASCADE, n integer NOT NULL,
        at timestamptz NOT NULL, agent uuid NOT NULL, code text NOT NULL, comment_ref uuid,
        PRIMARY KEY (interaction, n))""",
    """CREATE TABLE marker (
        interaction uuid NOT NULL REFERENCES interaction ON DELETE CASCADE, n integer NOT NULL,
        at timestamptz NOT NULL, marker text NOT NULL,
        PRIMARY KEY (interaction, n))""",
    """CREATE TABLE agent_interval (
        agent uuid NOT NULL, login text NOT NULL, started_at timestamptz NOT NULL, ended_at timestamptz,
        state text NOT NULL, reason text, interaction uuid,
        PRIMARY KEY (agent, login, started_at))""",
    "CREATE INDEX agent_interval_open ON agent_interval (agent) WHERE ended_at IS NULL",
    """CREATE TABLE track (
        interaction uuid NOT NULL REFERENCES interaction ON DELETE CASCADE, n integer NOT NULL,
        recording uuid NOT NULL UNIQUE, leg text NOT NULL, site text NOT NULL, party text NOT NULL, role text NOT NULL,
        policy text NOT NULL, started_at timestamptz NOT NULL, ended_at timestamptz, pauses jsonb NOT NULL,
        PRIMARY KEY (interaction, n))""",
    # What a site agent uploaded: it may be told before the track itself is projected.
    """CREATE TABLE track_file (
        recording uuid PRIMARY KEY, uri text NOT NULL, sha256 text NOT NULL, bytes bigint NOT NULL,
        milliseconds bigint NOT NULL, stored_at timestamptz NOT NULL DEFAULT now())""",
    # `due_at`: when it is rendered even though a track's file has not come.
    """CREATE TABLE recording (
        interaction uuid PRIMARY KEY REFERENCES interaction ON DELETE CASCADE,
        due_at timestamptz NOT NULL, rendered_at timestamptz, uri text, sha256 text, seconds double precision,
        channels integer, gaps jsonb, tracks integer, failure text)""",
    "CREATE INDEX recording_waiting ON recording (due_at) WHERE rendered_at IS NULL",
)

_TABLES = (
    *("recording", "track_file", "track", "agent_interval", "marker", "disposition", "decision", "offer", "step"),
    *("segment", "interaction", "projection"),
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for table in _TABLES:
        op.execute(f"DROP TABLE {table}")
