"""People of a local stack: accounts made at the first start, `people/*.csv` imported once, passwords told in one file.

A CSV is imported again only when it changed, and the platform never lets an import overwrite what a person changed since.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from keryx.cli.local import files, sip_accounts
from keryx.cli.local.failure import LocalError
from keryx.cli.local.nginx import CONSOLE_HOST
from keryx.cli.local.plan import Plan, TenantPlan
from keryx.cli.local.state import State

Progress = Callable[[str], None]
_LIVE_SECONDS = 90
_ANSWER_SECONDS = 60
_API = "/api/platform/v1"


@dataclass
class Account:
    """One line of the accounts file. `host` is not in the file: it is where the account logs in."""

    login: str
    password: str
    role: str
    sip_user: str = ""
    sip_password: str = ""
    host: str = ""


class People:
    """The platform's API as `keryx up` uses it, with the bootstrap token of the state folder."""

    def __init__(self, plan: Plan, token: str) -> None:
        self._port = plan.port
        self._client = httpx.Client(
            base_url=f"http://{plan.connect}",
            headers={"Authorization": f"Bearer {token}"},
            timeout=_ANSWER_SECONDS,
            trust_env=False,
        )

    def close(self) -> None:
        self._client.close()

    def logins(self, host: str) -> set[str]:
        answer = self._ask("GET", host, "/people")
        return {person["login"] for person in answer["items"]}

    def add(self, host: str, login: str, name: str, role: str) -> Account:
        """Add a person with a generated password."""
        answer = self._ask("POST", host, "/people", json={"login": login, "name": name, "role": role})
        return Account(login, answer["password"], role, host=host)

    def import_csv(self, host: str, path: Path) -> list[Account]:
        """Import a CSV; the accounts that are new, with their passwords. A file with errors is told whole."""
        answer = self._ask("POST", host, "/people/import", content=path.read_bytes(), origin=path)
        return [
            Account(created["login"], created["password"] or "", created["role"], host=host)
            for created in answer["created"]
        ]

    def _ask(self, method: str, host: str, path: str, origin: Path | None = None, **body: Any) -> dict[str, Any]:
        headers = {"Host": f"{host}:{self._port}"}
        if "content" in body:
            headers["Content-Type"] = "text/csv"
        answer = self._client.request(method, _API + path, headers=headers, **body)
        data: dict[str, Any] = answer.json() if answer.content else {}
        if answer.is_success:
            return data
        where = origin or path
        errors = "; ".join(f"line {error['row']}: {error['message']}" for error in data.get("errors", ())[:5])
        raise LocalError(f"{where}: {errors or data.get('detail') or answer.reason_phrase}")


def people(state: State, plan: Plan, folder: Path, progress: Progress) -> None:
    """Make the accounts a newcomer needs; later starts only import what changed."""
    done = files.read_json(state.data / "people.json")
    pending = {tenant.id: _changed(_csv_files(folder, plan, tenant), done) for tenant in plan.tenants}
    fresh = not done.get("administrators")
    _wait_until_live(state, plan, progress)
    if not fresh and not any(pending.values()):
        return
    progress("making accounts")
    client = People(plan, (state.keys / "bootstrap.password").read_text().strip())
    try:
        made = _administrators(client, plan) if fresh else []
        for tenant in plan.tenants:
            for path in pending[tenant.id]:
                made += client.import_csv(tenant.hosts[0], path)
                done[str(path)] = _digest(path)
    finally:
        client.close()
    sip_accounts.fill(made, plan, progress)
    _append(state.accounts, made)
    files.write_json(state.data / "people.json", {**done, "administrators": True})


def _administrators(client: People, plan: Plan) -> list[Account]:
    """One for the platform, one for each tenant; those that exist are left alone."""
    wanted = [(CONSOLE_HOST, "root", "Platform administrator", "root_administrator")]
    wanted += [(tenant.hosts[0], "admin", "Administrator", "company_administrator") for tenant in plan.tenants]
    return [client.add(*row) for row in wanted if row[1] not in client.logins(row[0])]


def _wait_until_live(state: State, plan: Plan, progress: Progress) -> None:
    """The platform checks people against what is declared, so the declarations must have arrived."""
    progress("waiting until the declarations are live")
    deadline = time.monotonic() + _LIVE_SECONDS
    while True:
        told = files.read_json(state.config_status).get("tenants", {})
        states = {tenant.id: told.get(tenant.id, {}).get("state", "not compiled yet") for tenant in plan.tenants}
        if all(state == "live" for state in states.values()):
            return
        if time.monotonic() > deadline:
            tenant, trouble = next((name, state) for name, state in states.items() if state != "live")
            raise LocalError(f"the declarations of {tenant} did not become live: {trouble}")
        time.sleep(0.1)


def _csv_files(folder: Path, plan: Plan, tenant: TenantPlan) -> list[Path]:
    """`people/*.csv` of the folder; with several tenants, of the tenant's own folder in it."""
    base = folder if len(plan.tenants) == 1 else folder / tenant.id
    return sorted(base.glob("people/*.csv"))


def _changed(paths: list[Path], done: dict[str, Any]) -> list[Path]:
    return [path for path in paths if done.get(str(path)) != _digest(path)]


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _append(path: Path, made: list[Account]) -> None:
    """Add the accounts; passwords are known only now, so lines that stand stay."""
    before = path.read_text() if path.exists() else ""
    lines = ["\t".join((row.login, row.password, row.role, row.sip_user, row.sip_password)) + "\n" for row in made]
    files.write(path, before + "".join(lines))
