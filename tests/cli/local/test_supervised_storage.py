"""The stack's storage under its supervisor, with the real programs: it comes back when killed and goes away when told."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psycopg
import pytest

from keryx.cli.local import embed, identity, leftovers, valkey
from keryx.cli.local.credentials import Passwords
from keryx.cli.local.postgres import Database
from keryx.cli.local.program import Program
from keryx.cli.local.state import State
from keryx.cli.local.supervise import Supervisor

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """How long it took; fails after `seconds`."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            pytest.fail(f"{what} did not happen within {seconds} s")
        time.sleep(0.02)
    return time.monotonic() - began


class Storage:
    """Postgres and Valkey of one state folder, with the supervisor that keeps them."""

    def __init__(self, folder: Path) -> None:
        self.state = State(folder)
        programs = embed.find(print)
        who = identity.choose(None, [folder, programs.root / "usr"])
        self.state.make(who.uid)
        names = {"NSS_WRAPPER_PASSWD": str(folder / "passwd"), "NSS_WRAPPER_GROUP": str(folder / "group")}
        (folder / "passwd").write_text(f"keryx:x:{who.uid}:{who.gid}::/:/bin/false\n")
        (folder / "group").write_text(f"keryx:x:{who.gid}:\n")
        self.database = Database(programs, self.state, who, Passwords(self.state.secrets), names)
        self.database.initialise()
        self.programs: list[Program] = [self.database.program(), valkey.program(programs, self.state, who, {})]
        self.supervisor = Supervisor(self.state)
        mark = {"KERYX_STATE": str(self.state.root), "KERYX_SUPERVISED": "1"}
        self.supervisor.configure(self.programs, mark)
        self.supervisor.start(dict(os.environ), with_parent=True)
        for program in self.programs:
            self.supervisor.start_program(program.name)
            wait_for(program.ready, 20, program.name)

    def pid(self, name: str) -> int:
        return next(process.pid for process in self.supervisor.processes() if process.name == name)


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    made = Storage(tmp_path / "state")
    yield made
    made.supervisor.stop()
    assert not leftovers.alive(made.state)


def test_a_killed_program_is_back_at_once_and_down_leaves_nothing(storage: Storage) -> None:
    """An hour of calls would end with the first crash of a database."""
    storage.database.ensure("keryx_t_acme", "keryx_t_acme")
    for program in storage.programs:
        before = storage.pid(program.name)
        wait_for(partial(is_settled, storage, program.name), 5, "staying up for a second")
        os.kill(before, signal.SIGKILL)
        took = wait_for(partial(is_another, storage, program.name, before), 5, "a new process")
        assert took < 1.0, f"{program.name} was away for {took:.2f} s"
        wait_for(program.ready, 20, f"{program.name} being of use again")
    with psycopg.connect(storage.database.conninfo("keryx_t_acme")) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("keryx_t_acme",)
    pids = [storage.pid(program.name) for program in storage.programs]
    storage.supervisor.stop()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_nothing_outlives_a_killed_supervisor(storage: Storage) -> None:
    """The next start would meet a Postgres that nobody looks after."""
    pids = [storage.pid(program.name) for program in storage.programs]
    supervisor = int((storage.state.run / "supervisord.pid").read_text())
    os.kill(supervisor, signal.SIGKILL)
    wait_for(lambda: not any(_lives(pid) for pid in pids), 20, "the end of its programs")


def test_one_tenant_cannot_open_the_database_of_another(storage: Storage) -> None:
    """Its callers' numbers would be the neighbour's to read."""
    for tenant in ("keryx_t_acme", "keryx_t_zeta"):
        storage.database.ensure(tenant, tenant)
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(storage.database.conninfo("keryx_t_acme", "keryx_t_zeta"))


def is_settled(storage: Storage, name: str) -> bool:
    return any(process.name == name and process.state == "running" for process in storage.supervisor.processes())


def is_another(storage: Storage, name: str, old: int) -> bool:
    return storage.pid(name) not in (0, old)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
