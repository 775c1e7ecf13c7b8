"""An agent's own day is asked for at each change of state: it must not read all the days before."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX IF NOT EXISTS agent_interval_ended ON agent_interval (agent, ended_at)")


def downgrade() -> None:
    op.execute("DROP INDEX agent_interval_ended")
