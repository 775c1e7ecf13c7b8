"""The image of Asterisk and the pods that run it agree on where things lie."""

from pathlib import Path

from keryx.operator.render.runtime import SITE_FOLDER
from keryx.tenant_runtime.site_agent.prompts import SUBFOLDER

DOCKERFILE = Path(__file__).parents[2] / "images/asterisk/Dockerfile"


def test_prompts_are_looked_for_where_the_site_agent_puts_them() -> None:
    """If this fails, callers on a cluster hear no prompt at all, and no key they press counts."""
    link = f"ln -s {SITE_FOLDER}/sounds/{SUBFOLDER} /usr/share/asterisk/sounds/{SUBFOLDER} "
    assert link in DOCKERFILE.read_text(encoding="utf-8")
