"""`keryx calls` speaks the records' language, whatever the API's JSON looks like: programs depend on these names."""

from __future__ import annotations

from pathlib import Path

import pytest

from keryx.cli.calls import Account, CallsError, accounts, choose, plain
from keryx.cli.local.state import State

ALICE = {"id": "019", "login": "alice", "name": "Alice Martin"}


def test_a_record_is_told_in_plain_names() -> None:
    record = {
        "interactionId": "i1", "firstAgent": ALICE, "lastAgent": None, "waitMs": 1200,
        "segments": [{"party": "p", "agent": ALICE, "configVersion": 3, "from": "a", "to": "b"}],
        "recordings": [{"uri": "/api/x?ticket=t", "sha256": "00", "gaps": [], "tracks": [{"offsetSeconds": 0.5}]}],
    }  # fmt: skip
    assert plain(record, "http://acme.localhost:8080") == {
        "interaction_id": "i1", "first_agent": "alice", "last_agent": None, "wait_ms": 1200,
        "segments": [{"party": "p", "agent": "alice", "config_version": 3, "from": "a", "to": "b"}],
        "recordings": [
            {
                "uri": "http://acme.localhost:8080/api/x?ticket=t", "sha256": "00", "gaps": [],
                "tracks": [{"offset_seconds": 0.5}],
            }
        ],
    }  # fmt: skip


def test_an_account_that_sees_all_is_preferred(tmp_path: Path) -> None:
    (tmp_path / "accounts").write_text("lea\tpw1\tagent\td1\tx\nboss\tpw2\tcompany_administrator\t\t\n")
    known = accounts(State.at(tmp_path))
    assert choose(known, None) == Account("boss", "pw2", "company_administrator")
    assert choose(known, "lea").password == "pw1"
    with pytest.raises(CallsError, match="no login 'eve'"):
        choose(known, "eve")


def test_without_a_stack_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CallsError, match="is the stack up"):
        accounts(State.at(tmp_path))
