"""A whole stack, brought up in stages and taken down again."""

import compileall
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import keryx
from keryx.cli.local import asterisk, files, identity, nginx, ports, services, valkey
from keryx.cli.local.credentials import Passwords
from keryx.cli.local.embed import Programs, cache
from keryx.cli.local.failure import LocalError
from keryx.cli.local.identity import Identity
from keryx.cli.local.plan import DeclaredTenant, Plan, lay_out
from keryx.cli.local.ports import PortBook
from keryx.cli.local.postgres import Database
from keryx.cli.local.program import Program, Stage
from keryx.cli.local.runtime import CONTROL_PLANE_OWNER, Settings
from keryx.cli.local.state import State
from keryx.cli.local.supervise import Supervisor
from keryx.kit.settings import MailSettings

Progress = Callable[[str], None]
_STAGE_NAMES = {
    Stage.STORAGE: "starting Postgres and Valkey",
    Stage.MEDIA: "starting Asterisk",
    Stage.SERVICES: "starting Keryx",
    Stage.EDGE: "opening the door",
}
_MEGABYTES = 300
_PASSED_ON = ("PATH", "LANG", "TZ", "SSL_CERT_FILE")


@dataclass(frozen=True)
class Wish:
    """What the person asked for."""

    folder: Path
    port: int
    media_address: str
    web: Path | None
    mail: MailSettings | None = None


class Stack:
    """The stack of one state folder, prepared for these tenants and ready to be started."""

    def __init__(self, state: State, programs: Programs, wish: Wish, tenants: tuple[DeclaredTenant, ...]) -> None:
        self._state = state
        self._programs = programs
        self._wish = wish
        remembered = files.read_json(state.stack)
        reached = [
            state.root,
            programs.root / "usr",
            Path(sys.prefix) / "bin",
            Path(sys.base_prefix) / "bin",
            wish.folder / "any",
        ]
        self.identity: Identity = identity.choose(remembered.get("uid"), reached)
        state.make(self.identity.uid)
        cache.need_space(state.root, _MEGABYTES, "running Keryx")
        self._refuse_taken_port()
        book = PortBook(state.ports)
        self.plan: Plan = lay_out(tenants, state, book, port=wish.port, media_address=wish.media_address)
        book.save(self.identity.uid)
        self._passwords = Passwords(state.secrets)
        self._supervisor = Supervisor(state)
        self._database = Database(programs, state, self.identity, self._passwords, self._names())

    def start(self, progress: Progress, *, with_parent: bool) -> None:
        """Write all configuration and start the programs stage by stage. A failure leaves nothing running."""
        settings = Settings(
            self._state,
            self.identity,
            self._programs,
            self._passwords,
            self._database,
            self._wish.web,
            self._wish.mail,
        )
        settings.write(self.plan)
        self._database.initialise()
        _compile_own_code(self.identity)
        table = self._table()
        self._remember(table)
        self._supervisor.configure(table, self._environment())
        self._supervisor.start(self._clean_environment(), with_parent=with_parent)
        try:
            for stage in Stage:
                progress(_STAGE_NAMES[stage])
                self._start_stage([program for program in table if program.stage == stage])
                if stage == Stage.STORAGE:
                    self._upgrade_databases(progress)
        except BaseException:
            self._supervisor.stop()
            raise

    def _table(self) -> list[Program]:
        names = self._names()
        return [
            self._database.program(),
            valkey.program(self._programs, self._state, self.identity, {}),
            *(
                asterisk.program(site, self._programs, self.identity, self._passwords, names)
                for site in self.plan.sites
            ),
            *services.programs(self._state, self.identity, self.plan),
            nginx.program(self._programs, self._state, self.identity, self.plan, names),
        ]

    def _start_stage(self, programs: list[Program]) -> None:
        for program in programs:
            self._supervisor.start_program(program.name)
        deadline = time.monotonic() + max((program.start_seconds for program in programs), default=0)
        waiting = {program.name: program for program in programs}
        while waiting:
            waiting = {name: program for name, program in waiting.items() if not program.ready()}
            if waiting and time.monotonic() > deadline:
                name = next(iter(waiting))
                raise LocalError(f"{name} does not answer; {_last_words(self._state.log / f'{name}.log')}")
            if waiting:
                time.sleep(0.1)

    def _upgrade_databases(self, progress: Progress) -> None:
        progress("preparing the databases")
        self._database.ensure("keryx_control_plane", CONTROL_PLANE_OWNER)
        self._database.ensure_role_within("keryx_control_plane", CONTROL_PLANE_OWNER)
        for tenant in self.plan.tenants:
            self._database.ensure(tenant.database, tenant.database)
        self._run("keryx.control_plane", "upgrade")
        self._run("keryx.tenant_runtime.database", "upgrade")

    def _run(self, *module: str) -> None:
        done = subprocess.run(
            self.identity.command([sys.executable, "-m", *module], death_signal="KILL"),
            env=self._environment(),
            cwd=self._state.data,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            log = self._state.log / f"{module[0].rpartition('.')[2]}-{module[-1]}.log"
            files.write(log, done.stdout + done.stderr)
            raise LocalError(f"{' '.join(module)} failed; {_last_words(log)}")

    def _environment(self) -> dict[str, str]:
        """What every program of the stack is told; the first two mark it as ours (`leftovers`)."""
        return {
            **self._clean_environment(),
            "KERYX_STATE": str(self._state.root),
            "KERYX_SUPERVISED": "1",
            "KERYX_RUNTIME": str(self._state.runtime_settings),
            "KERYX_CONTROL_PLANE": str(self._state.control_plane_settings),
            "HOME": str(self._state.data),
            "PYTHONUNBUFFERED": "1",
        }

    def _clean_environment(self) -> dict[str, str]:
        passed = {name: value for name, value in os.environ.items() if name in _PASSED_ON or name.startswith("OTEL_")}
        return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", **passed}

    def _names(self) -> dict[str, str]:
        """Users and hosts for embedded programs: a uid without an account has a name, and no name server is waited for."""
        if not self._programs.embedded:
            return {}
        uid, gid, owner = self.identity.uid, self.identity.gid, self.identity.uid
        etc = self._state.etc
        host = os.uname().nodename
        files.write(etc / "passwd", f"keryx:x:{uid}:{gid}:Keryx:{self._state.data}:/bin/false\n", owner=owner)
        files.write(etc / "group", f"keryx:x:{gid}:\n", owner=owner)
        files.write(etc / "hosts", f"127.0.0.1 localhost {host} A.ROOT-SERVERS.NET\n", owner=owner)
        return {
            "NSS_WRAPPER_PASSWD": str(etc / "passwd"),
            "NSS_WRAPPER_GROUP": str(etc / "group"),
            "NSS_WRAPPER_HOSTS": str(etc / "hosts"),
        }

    def _refuse_taken_port(self) -> None:
        if not ports.is_free("127.0.0.1", self._wish.port):
            raise LocalError(f"port {self._wish.port} is in use by another program: choose one with --port")

    def _remember(self, table: list[Program]) -> None:
        wish, plan = self._wish, self.plan
        content = {
            "uid": self.identity.uid if os.geteuid() == 0 else None,
            "folder": str(wish.folder.absolute()),
            "url": plan.url,
            "connect": plan.connect,
            "sip": f"{plan.sites[0].sip_address}:{plan.sites[0].sip_port}" if plan.sites else None,
            "tenants": {
                tenant.id: {"hosts": list(tenant.hosts), "sites": [site.name for site in tenant.sites]}
                for tenant in plan.tenants
            },
            "programs": [program.name for program in table],
        }
        files.write_json(self._state.stack, content, mode=0o644, owner=self.identity.uid)


def _compile_own_code(who: Identity) -> None:
    """The programs' uid cannot keep compiled code beside our sources; without it every start would compile all again."""
    if who.uid != os.geteuid():
        for folder in keryx.__path__:
            compileall.compile_dir(folder, quiet=2)


def _last_words(log: Path) -> str:
    """The last line of weight a program said, for the one line a person gets."""
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    heavy = [line for line in lines if any(word in line for word in ("FATAL", "Error", "ERROR", "emerg", '"error"'))]
    said = (heavy or lines)[-1:]
    return f"it said {said[0].strip()!r} ({log})" if said else f"it said nothing ({log})"


def summary(plan: Plan, state: State, seconds: float) -> str:
    """What a person needs to know once everything runs."""
    lines = [f"\nKeryx is up after {seconds:.0f} s.\n"]
    for tenant in plan.tenants:
        lines.append(f"  open       http://{tenant.hosts[0]}:{plan.port}")
    lines.append(f"  log in     accounts and passwords are in {state.accounts}")
    for site in plan.sites:
        for number in site.numbers[:1]:
            lines.append(f"  call       {number}:  keryx call {number} --keys 1")
            lines.append(f"             or by any SIP phone: sip:{number}@{site.sip_address}:{site.sip_port}")
    return "\n".join([*lines, "  look       keryx status, keryx logs", "  stop       keryx down\n"])
