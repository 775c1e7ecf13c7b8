"""Passwords by mail. If these fail, people who forgot one wait for an administrator, or strangers learn who has an account."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import text

from keryx.control_plane.mail.service import PER_ADDRESS, PER_LOGIN
from keryx.control_plane.scope import PlatformScope
from keryx.kit.settings import MailSettings
from tests.support.mailbox import PASSWORD, USER, Postbox, greenmail, postbox

from .conftest import Running, World

pytestmark = pytest.mark.integration

NEW = "a password nobody has"
LEA = {"email": "lea@example.org", "languages": ["en"]}


@pytest.fixture
async def box(tmp_path: Path) -> AsyncIterator[Postbox]:
    async with postbox(tmp_path) as box:
        yield box


@pytest.fixture
async def running(world: World, box: Postbox, tmp_path: Path) -> AsyncIterator[Running]:
    secret = tmp_path / "mail.password"
    secret.write_text(PASSWORD + "\n")
    mail = {"host": "127.0.0.1", "port": box.port, "user": USER, "password_file": secret, "ca_file": box.certificate}
    async with _sending(world, **mail) as running:
        yield running


@asynccontextmanager
async def _sending(world: World, **mail: object) -> AsyncIterator[Running]:
    settings = MailSettings.model_validate({"sender": "keryx@example.com", **mail})
    world.settings = world.settings.model_copy(update={"mail": settings})
    async with world.running() as running:
        yield running


async def _forgotten(running: Running, login: str) -> tuple[int, bytes]:
    async with running.client() as client:
        answer = await client.post("/password/forgotten", json={"login": login})
    return answer.status_code, answer.content


def _secret(mail: EmailMessage) -> str:
    found = re.search(r"http://acme\.localhost/reset#(\S+)", mail.get_content())
    assert found, mail.get_content()
    return found.group(1)


async def _choose(running: Running, secret: str) -> int:
    async with running.client() as client:
        return (await client.post("/password/reset", json={"token": secret, "password": NEW})).status_code


async def test_a_forgotten_password_is_replaced_by_a_mail_that_works_once(running: Running, box: Postbox) -> None:
    await running.add("lea", **LEA)
    async with running.client() as client:
        assert (await client.get("/login/providers")).json()["passwordByMail"] is True
    assert await _forgotten(running, " Lea ") == (202, b"null")
    mail = await box.mail()
    assert (mail["to"], mail["from"], mail["auto-submitted"]) == (
        "lea@example.org",
        "keryx@example.com",
        "auto-generated",
    )
    assert mail["subject"] == "Choose a new password"
    assert box.logins == ["right"]
    secret = _secret(mail)
    assert (await _choose(running, secret), await _choose(running, secret)) == (204, 404)
    async with running.logged_in("lea", NEW), running.admin() as admin:
        whys = [event["why"] for event in (await admin.get("/audit", params={"action": "account.use"})).json()["items"]]
    assert "Somebody asked for it on the log-in page." in whys


async def test_known_and_unknown_people_are_answered_alike_and_only_some_are_written_to(
    running: Running, box: Postbox
) -> None:
    await running.add("lea", **LEA)
    await running.add("max")
    gone = await running.add("gone", email="gone@example.org")
    async with running.admin() as admin:
        await admin.patch(f"/people/{gone['person']['id']}", json={"active": False})
    answers = {await _forgotten(running, login) for login in ("nobody", "max", "gone", "lea")}
    assert answers == {(202, b"null")}
    assert (await box.mail())["to"] == "lea@example.org"
    assert box.came.empty()
    async with running.app.state.platform.transaction(PlatformScope()) as session:
        assert (await session.execute(text("SELECT count(*) FROM outgoing_mail"))).scalar_one() in (0, 1)


async def test_a_mailbox_is_not_flooded_and_an_address_cannot_ask_for_ever(running: Running, box: Postbox) -> None:
    await running.add("lea", **LEA)
    for _ in range(PER_LOGIN + 2):
        assert (await _forgotten(running, "lea"))[0] == 202
    for _ in range(PER_LOGIN):
        await box.mail()
    assert box.came.empty()
    for number in range(PER_ADDRESS - PER_LOGIN - 2):
        assert (await _forgotten(running, f"nobody{number}"))[0] == 202
    assert (await _forgotten(running, "somebody"))[0] == 429


async def test_an_invitation_lets_a_new_person_choose_their_password(running: Running, box: Postbox) -> None:
    made = await running.add("lea", email="lea@example.org", name="Léa Martin")
    person = made["person"]["id"]
    async with running.admin() as admin:
        assert (await admin.post(f"/people/{person}/mail", json={"kind": "invitation"})).status_code == 202
        nobody = await running.add("max")
        refused = await admin.post(f"/people/{nobody['person']['id']}/mail", json={"kind": "invitation"})
        assert (refused.status_code, refused.json()["code"]) == (409, "no_address")
    mail = await box.mail()
    assert mail["subject"] == "Votre compte sur acme.localhost"
    assert "Bonjour Léa Martin" in mail.get_content()
    assert await _choose(running, _secret(mail)) == 204


async def test_a_server_that_is_busy_is_tried_again_and_one_that_refuses_for_good_is_not(
    running: Running, box: Postbox
) -> None:
    made = await running.add("lea", **LEA)
    box.answers = ["451 try later"]
    await _forgotten(running, "lea")
    await _until(running, "tries >= 1 AND next_at > now()")
    async with running.app.state.platform.transaction(PlatformScope()) as session:
        await session.execute(text("UPDATE outgoing_mail SET next_at = now()"))
    running.app.state.platform.wake_mailer()
    assert _secret(await box.mail())
    box.answers = ["554 not wanted here"]
    async with running.admin() as admin:
        await admin.post(f"/people/{made['person']['id']}/mail", json={"kind": "reset"})
    await _until(running, None)
    assert box.came.empty()


async def _until(running: Running, condition: str | None) -> None:
    """Wait until a mail in the outbox is so, or (None) none is left."""
    counting = f"SELECT count(*) FROM outgoing_mail WHERE {condition or 'true'}"
    async with asyncio.timeout(30):
        while True:
            async with running.app.state.platform.transaction(PlatformScope()) as session:
                found = (await session.execute(text(counting))).scalar_one()
            if bool(found) is (condition is not None):
                return
            await asyncio.sleep(0.05)


async def test_what_was_asked_for_while_the_server_was_away_is_sent_by_the_next_life(
    world: World, tmp_path: Path, unused_tcp_port_factory: Callable[[], int]
) -> None:
    async with _sending(world, host="127.0.0.1", port=unused_tcp_port_factory(), security="none") as running:
        await running.add("lea", **LEA)
        await _forgotten(running, "lea")
        await _until(running, "tries >= 1")
    async with postbox(tmp_path) as box:
        mail = {
            "host": "127.0.0.1",
            "port": box.port,
            "user": USER,
            "password_file": _file(tmp_path),
            "ca_file": box.certificate,
        }
        async with _sending(world, **mail) as running:
            async with running.app.state.platform.transaction(PlatformScope()) as session:
                await session.execute(text("UPDATE outgoing_mail SET next_at = now()"))
            running.app.state.platform.wake_mailer()
            assert await _choose(running, _secret(await box.mail())) == 204


def _file(folder: Path) -> Path:
    (folder / "password").write_text(PASSWORD)
    return folder / "password"


async def test_a_server_nobody_vouches_for_is_told_no_password(world: World, box: Postbox, tmp_path: Path) -> None:
    async with _sending(world, host="127.0.0.1", port=box.port, user=USER, password_file=_file(tmp_path)) as running:
        await running.add("lea", **LEA)
        await _forgotten(running, "lea")
        await _until(running, "tries >= 1")
    assert box.logins == []


async def test_without_a_mail_server_the_page_says_whom_to_ask(world: World) -> None:
    async with world.running() as running:
        made = await running.add("lea", **LEA)
        status, content = await _forgotten(running, "lea")
        assert (status, b"no_mail" in content) == (409, True)
        async with running.admin() as admin:
            refused = await admin.post(f"/people/{made['person']['id']}/mail", json={"kind": "invitation"})
            assert refused.json()["code"] == "no_mail"


async def test_who_may_change_people_but_not_passwords_cannot_turn_their_mail_to_themselves(running: Running) -> None:
    """Whoever reads the mail of a forgotten password is the person."""
    made = await running.add("lea", **LEA)
    async with running.admin() as admin:
        role = {"name": "Planner", "levels": {"people": "modify"}, "scope": {"reach": "tenant"}}
        role = (await admin.post("/roles", json=role)).json()["id"]
    mallory = await running.add("mallory", role=role)
    async with running.logged_in("mallory", mallory["password"]) as client:
        path = f"/people/{made['person']['id']}"
        assert (await client.patch(path, json={"email": "mallory@example.org"})).status_code == 403


@pytest.mark.soak
async def test_a_mail_goes_through_a_server_others_wrote_into_a_mailbox(
    world: World, unused_tcp_port_factory: Callable[[], int]
) -> None:
    """The same by GreenMail: SMTP in, IMAP out."""
    async with (
        greenmail(unused_tcp_port_factory) as server,
        _sending(world, host="127.0.0.1", port=server.smtp, security="none") as running,
    ):
        await running.add("lea", email="lea@example.org", name="Léa Martin")
        assert (await _forgotten(running, "lea"))[0] == 202
        assert await _choose(running, _secret(await server.mail())) == 204
        async with running.logged_in("lea", NEW):
            pass
