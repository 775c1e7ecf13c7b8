"""Contact cards: found by number, sealed in the database, and every look at one in the trail."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection

from keryx.core.actions import Level
from keryx.core.inputs import Personal
from keryx.core.ledger.records import DispositionRow
from keryx.core.roles import RoleGrants
from keryx.tenant_runtime.vault import Vault

from .stack import ALICE, BOB, BOSS, KEY, Stack, people
from .test_records import NUMBER, START, answered, keep, until

pytestmark = pytest.mark.integration

CONTACTS = "/api/tenant/v1/contacts"
CARD = {"name": "Zoé Lambert", "company": "Lambert SARL", "numbers": ["06 12 34 56 78"], "note": "Préfère le matin"}


def french(stack: Stack, client: Any) -> Any:
    """Until the gateway knows the tenant's country."""
    stack.put_config(1)
    return until(lambda: client.get("/api/tenant/v1/session").json()["tenant"]["displayName"] == "Acme Voyages")


def trail(stack: Stack) -> list[tuple[str, str, str]]:
    with psycopg.connect(stack.database) as connection:
        query = "SELECT actor_login, action, object_kind FROM audit_event WHERE action LIKE 'contacts.%' ORDER BY seq"
        return [(login, action, kind) for login, action, kind in connection.execute(query).fetchall()]


async def test_who_calls_is_found_by_number_with_what_there_was_before(stack: Stack) -> None:
    """Else the agent asks a customer of ten years for their name, and what a colleague promised last week is lost."""
    ref = str(uuid.uuid4())
    call = answered(1, BOB, dispositions=(DispositionRow(at=START, agent=BOB, code="sold", comment_ref=ref),))
    await keep(stack, call)
    async with await AsyncConnection.connect(stack.database) as connection:
        await Vault(KEY).store(connection, [Personal(ref, call.interaction, "comment", "Rappeler mardi")])
    with stack.signed_in(ALICE) as client:
        await french(stack, client)
        unknown = client.post(f"{CONTACTS}/search", json={"number": NUMBER}).json()
        assert unknown["matches"] == []
        (before,) = unknown["earlier"]
        assert (before["agent"]["name"], before["disposition"], before["comment"]) == (
            "Bob Petit",
            "sold",
            "Rappeler mardi",
        )
        made = client.post(CONTACTS, json=CARD)
        assert made.status_code == 201, made.text
        assert made.json()["card"]["numbers"] == [NUMBER]
        assert [one["interactionId"] for one in made.json()["earlier"]] == [call.interaction]
        found = client.post(f"{CONTACTS}/search", json={"number": "+33 6 12 34 56 78"}).json()
        assert [one["name"] for one in found["matches"]] == ["Zoé Lambert"]
        opened = client.get(f"{CONTACTS}/{found['matches'][0]['id']}").json()
        assert (opened["card"]["note"], opened["changedBy"]["name"]) == ("Préfère le matin", "Alice Martin")
    assert trail(stack) == [
        ("alice", "contacts.view", "search"), ("alice", "contacts.write", "contact"), ("alice", "contacts.view", "search"),
        ("alice", "contacts.view", "contact"),
    ]  # fmt: skip


async def test_contacts_who_share_a_number_are_both_offered(stack: Stack) -> None:
    with stack.signed_in(ALICE) as client:
        await french(stack, client)
        for name in ("Zoé", "Anne"):
            client.post(CONTACTS, json={**CARD, "name": name}).raise_for_status()
        found = client.post(f"{CONTACTS}/search", json={"number": NUMBER}).json()
    assert [one["name"] for one in found["matches"]] == ["Anne", "Zoé"]


async def test_nothing_of_a_card_is_readable_in_the_database(stack: Stack) -> None:
    """A stolen backup must not be an address book; the trail neither."""
    with stack.signed_in(ALICE) as client:
        client.post(CONTACTS, json=CARD).raise_for_status()
    with psycopg.connect(stack.database) as connection:
        for table in ("contact", "contact_number", "audit_event"):
            for (row,) in connection.execute(f"SELECT row_to_json(t)::text FROM {table} t").fetchall():
                hidden = [word.encode().hex() for word in ("Lambert", "12345678", "matin")]
                assert not any(word in row for word in ("Lambert", "12345678", "matin", *hidden)), table


async def test_two_who_change_one_card_do_not_overwrite_each_other(stack: Stack) -> None:
    with stack.signed_in(ALICE) as client:
        made = client.post(CONTACTS, json=CARD)
        address, tag = f"{CONTACTS}/{made.json()['id']}", made.headers["etag"]
        first = client.put(address, json={**CARD, "name": "Zoé Petit"}, headers={"If-Match": tag})
        assert (first.status_code, first.json()["card"]["name"]) == (200, "Zoé Petit")
        late = client.put(address, json={**CARD, "name": "Zoé Grand"}, headers={"If-Match": tag})
        assert (late.status_code, late.json()["code"]) == (412, "changed_meanwhile")
        assert client.put(address, json=CARD).status_code == 428
        assert client.get(address).json()["card"]["name"] == "Zoé Petit"


async def test_a_number_that_was_taken_off_the_card_finds_it_no_more(stack: Stack) -> None:
    with stack.signed_in(ALICE) as client:
        await french(stack, client)
        made = client.post(CONTACTS, json=CARD)
        changed = {**CARD, "numbers": ["3900"]}
        client.put(
            f"{CONTACTS}/{made.json()['id']}", json=changed, headers={"If-Match": made.headers["etag"]}
        ).raise_for_status()
        assert client.post(f"{CONTACTS}/search", json={"number": NUMBER}).json()["matches"] == []
        assert len(client.post(f"{CONTACTS}/search", json={"number": "3900"}).json()["matches"]) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"name": " "}, {"name": ""}, {"email": "zoé"}, {"numbers": ["call me"]}, {"numbers": ["1"] * 6}, {"age": 7}],
    ids=str,
)
async def test_a_card_that_cannot_be_is_refused_and_nothing_is_kept(stack: Stack, wrong: dict[str, Any]) -> None:
    with stack.signed_in(ALICE) as client:
        assert client.post(CONTACTS, json={**CARD, **wrong}).status_code == 422
        assert client.get(f"{CONTACTS}/{uuid.uuid4()}").status_code == 404
    with psycopg.connect(stack.database) as connection:
        assert connection.execute("SELECT count(*) FROM contact").fetchone() == (0,)


async def test_who_may_not_see_personal_data_sees_none_by_writing_either(stack: Stack) -> None:
    """A role that may edit contacts and not see them would learn all by an empty change."""
    blind = RoleGrants(id="blind", name="blind", levels={"contacts": Level.MODIFY}, rights=frozenset({"use_desk"}))
    stack.put_directory(people(role="blind"), {"blind": blind})
    with stack.signed_in(BOSS) as client:
        made = client.post(CONTACTS, json=CARD)
    with stack.signed_in(ALICE) as client:
        contact = f"{CONTACTS}/{made.json()['id']}"
        await until(lambda: client.get(contact).status_code == 403)
        assert client.post(f"{CONTACTS}/search", json={"number": NUMBER}).status_code == 403
        assert client.put(contact, json=CARD, headers={"If-Match": made.headers["etag"]}).status_code == 403
        assert client.post(CONTACTS, json=CARD).status_code == 403


async def test_erasing_a_number_erases_the_cards_that_bear_it(stack: Stack) -> None:
    """Who asked to be forgotten must not stay in the address book."""
    with stack.signed_in(ALICE) as client:
        await french(stack, client)
        made = client.post(CONTACTS, json=CARD).json()
        async with await AsyncConnection.connect(stack.database) as connection:
            await Vault(KEY).erase_number(connection, NUMBER)
        assert client.get(f"{CONTACTS}/{made['id']}").status_code == 404
    with psycopg.connect(stack.database) as connection:
        assert connection.execute("SELECT count(*) FROM vault_key WHERE subject = %s", (made["id"],)).fetchone() == (0,)
