"""The web app's client is generated from the committed description: one that is stale would speak to an API that is gone."""

from __future__ import annotations

import json
from pathlib import Path

from keryx.tenant_runtime.gateway.app import api

COMMITTED = Path(__file__).parents[3] / "web/console/openapi/tenant.json"


def test_the_committed_description_is_the_apis_own() -> None:
    """`python -m keryx.tenant_runtime.gateway.openapi > web/console/openapi/tenant.json` renews it."""
    assert json.loads(COMMITTED.read_text()) == api().openapi()


def test_the_websockets_messages_are_described() -> None:
    schemas = api().openapi()["components"]["schemas"]
    assert {"Snapshot", "Delta", "Result", "Command", "Hello", "DeskView", "QueuesView", "BrowserPhone"} <= set(schemas)
