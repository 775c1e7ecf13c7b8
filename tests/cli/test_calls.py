"""`keryx calls`: what a program reads about calls keeps its names, whatever the web API calls them."""

from __future__ import annotations

from pathlib import Path

import pytest
from keryx.cli.calls import CallsError, _account, _record


def test_a_record_is_told_in_plain_words() -> None:
    agent = {"id": "0190", "login": "alice", "name": "Alice Martin"}
    recording = {"uri": "/api/tenant/v1/calls/1/recording?ticket=t", "sha256": "00", "tracks": [{"offsetSeconds": 0.0}]}
    record = {
        "interactionId": "1",
        "firstAgent": agent,
        "lastAgent": {"id": "0191", "login": None, "name": None},
        "waitMs": 5,
        "segments": [{"party": "p", "agent": agent, "from": "x", "to": None, "configVersion": 3}],
        "recordings": [recording],
    }
    assert _record(record, "http://acme.localhost:8080") == {
        "interaction_id": "1",
        "first_agent": "alice",
        "last_agent": "0191",
        "wait_ms": 5,
        "segments": [{"party": "p", "agent": "alice", "from": "x", "to": None, "config_version": 3}],
        "recordings": [
            {
                "uri": "http://acme.localhost:8080/api/tenant/v1/calls/1/recording?ticket=t",
                "sha256": "00",
                "tracks": [{"offset_seconds": 0.0}],
            }
        ],
    }


def test_the_records_are_asked_for_by_someone_who_sees_them_all(tmp_path: Path) -> None:
    accounts = tmp_path / "accounts"
    accounts.write_text("alice\tp1\tagent\tp-1\tx\nsophie\tp2\tsupervisor\t\t\n")
    assert _account(accounts, None).login == "sophie"
    assert _account(accounts, "alice").password == "p1"
    with pytest.raises(CallsError, match="bob"):
        _account(accounts, "bob")
