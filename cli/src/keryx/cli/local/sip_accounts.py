"""SIP accounts of the agents, made by the engine and shown once: `keryx up` asks for them as each agent would on the desk."""

import json
import uuid
from collections.abc import Callable
from socket import create_connection
from typing import TYPE_CHECKING, Any

import httpx
from websockets.sync.client import connect
from websockets.typing import Origin

from keryx.cli.local.failure import LocalError
from keryx.cli.local.plan import Plan

if TYPE_CHECKING:
    from keryx.cli.local.first_start import Account

_SECONDS = 15


def fill(accounts: "list[Account]", plan: Plan, progress: Callable[[str], None]) -> None:
    """Put SIP user and password into the agents' accounts."""
    agents = [account for account in accounts if account.role == "agent" and account.password]
    if agents:
        progress(f"making SIP accounts for {len(agents)} agents")
    for account in agents:
        shown = _ask(account, plan)
        account.sip_user, account.sip_password = shown["username"], shown["password"]


def _ask(account: "Account", plan: Plan) -> dict[str, Any]:
    origin = f"http://{account.host}:{plan.port}"
    headers = {"Host": f"{account.host}:{plan.port}"}
    with httpx.Client(base_url=f"http://{plan.connect}", headers=headers, timeout=_SECONDS, trust_env=False) as client:
        login = client.post("/api/platform/v1/login", json={"login": account.login, "password": account.password})
        token = login.raise_for_status().json()["token"]
        session = client.post("/api/tenant/v1/session", json={"token": token}).raise_for_status()
        cookie = session.cookies["keryx_session"]
        try:
            return _command(origin, plan, cookie, "sip_account")
        finally:
            client.delete("/api/tenant/v1/session")


def _command(origin: str, plan: Plan, cookie: str, name: str) -> dict[str, Any]:
    """One command on the desk's websocket; its result."""
    host = origin.removeprefix("http://")
    address, port = plan.connect.split(":")
    with connect(
        f"ws://{host}/api/tenant/v1/ws",
        sock=create_connection((address, int(port)), timeout=_SECONDS),
        origin=Origin(origin),
        additional_headers={"Cookie": f"keryx_session={cookie}"},
        open_timeout=_SECONDS,
        proxy=None,
    ) as desk:
        desk.send(json.dumps({"type": "hello", "resume": {}}))
        request = str(uuid.uuid4())
        desk.send(json.dumps({"type": "command", "id": request, "name": name, "args": {}, "key": request}))
        while True:
            message = json.loads(desk.recv(timeout=_SECONDS))
            if message["type"] == "ping":
                desk.send(json.dumps({"type": "pong"}))
            if message["type"] == "result" and message["id"] == request:
                if not message["ok"]:
                    raise LocalError(f"no SIP account: {message['problem']['message']}")
                data: dict[str, Any] = message["data"]
                return data
