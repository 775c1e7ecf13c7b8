"""People of a local stack: accounts made at the first start, `people/*.csv` imported once, passwords told in one file.

A CSV is imported again only when it changed, and the platform never lets an import overwrite what a person changed since.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keryx.cli import people as people_command
from keryx.cli import platform_api
from keryx.cli.local import files, sip_accounts
from keryx.cli.local.failure import LocalError
from keryx.cli.local.nginx import CONSOLE_HOST
from keryx.cli.local.plan import Plan, TenantPlan
from keryx.cli.local.state import State

Progress = Callable[[str], None]
_LIVE_SECONDS = 90
_NAMES = {"root_administrator": "Platform administrator", "company_administrator": "Administrator"}


@dataclass
class Account:
    """One line of the accounts file. `host` is not in the file: it is where the account logs in."""

    login: str
    password: str
    role: str
    sip_user: str = ""
    sip_password: str = ""
    host: str = ""


def people(state: State, plan: Plan, folder: Path, progress: Progress) -> None:
    """Make the accounts a newcomer needs; later starts only import what changed."""
    done = files.read_json(state.data / "people.json")
    pending = {tenant.id: _changed(_csv_files(folder, plan, tenant), done) for tenant in plan.tenants}
    fresh = not done.get("administrators")
    _wait_until_live(state, plan, progress)
    if not fresh and not any(pending.values()):
        return
    progress("making accounts")
    made = _administrators(state, plan) if fresh else []
    for tenant in plan.tenants:
        for path in pending[tenant.id]:
            made += _import(state, tenant, path)
            done[str(path)] = _digest(path)
    try:
        sip_accounts.fill(made, plan, progress)
    finally:  # passwords are told once: they are kept whatever happens to the telephones
        _append(state.accounts, made)
    files.write_json(state.data / "people.json", {**done, "administrators": True})


def _administrators(state: State, plan: Plan) -> list[Account]:
    """One for the platform, one for each tenant; those that exist are left alone."""
    wanted = [("platform", CONSOLE_HOST, "root", "root_administrator")]
    wanted += [(tenant.id, tenant.hosts[0], "admin", "company_administrator") for tenant in plan.tenants]
    made = []
    for tenant, host, login, role in wanted:
        with platform_api.client(platform_api.target(state.root, tenant, None, None)) as api:
            known = {
                person["login"] for person in platform_api.answer(api.get("/people", params={"q": login}))["items"]
            }
            if login not in known:
                person = {"login": login, "name": _NAMES[role], "role": role}
                password = platform_api.answer(api.post("/people", json=person))["password"]
                made.append(Account(login, password, role, host=host))
    return made


def _import(state: State, tenant: TenantPlan, path: Path) -> list[Account]:
    """Import a CSV; the accounts that are new, with their passwords. A file with errors is told whole."""
    with platform_api.client(platform_api.target(state.root, tenant.id, None, None)) as api:
        report = people_command.import_file(api, path, dry_run=False)
    return [
        Account(created["login"], created["password"] or "", created["role"], host=tenant.hosts[0])
        for created in report["created"]
    ]


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
