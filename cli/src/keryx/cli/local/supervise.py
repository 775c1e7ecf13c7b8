"""The supervisor of a local stack: supervisord with one program a process, spoken to over its unix socket."""

import http.client
import os
import shlex
import signal
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from keryx.cli.local import files, leftovers
from keryx.cli.local.failure import LocalError
from keryx.cli.local.program import Program
from keryx.cli.local.state import State

_START_SECONDS = 10
_STOP_SECONDS = 45
_LOG_BYTES = 10_000_000
_STATES = {
    "RUNNING": "running",
    "STARTING": "starting",
    "BACKOFF": "restarting",
    "STOPPING": "stopping",
    "STOPPED": "stopped",
    "EXITED": "exited",
    "FATAL": "failed",
}


@dataclass(frozen=True)
class Process:
    """One supervised process as it is now; `pid` is 0 when it does not run."""

    name: str
    pid: int
    state: str


class Supervisor:
    """The supervisor of the stack in `state`, running or not."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._daemon: subprocess.Popen[bytes] | None = None

    def configure(self, programs: Iterable[Program], environment: dict[str, str]) -> None:
        """Write what is to be supervised; nothing starts by itself, `start_program` starts it."""
        sections = [_daemon(self._state)] + [_section(program, self._state, environment) for program in programs]
        files.write(self._state.supervisor_settings, "\n".join(sections))

    def start(self, environment: dict[str, str], *, with_parent: bool) -> None:
        """Start supervisord; `with_parent` ends it, and so everything, when this very process is gone."""
        self._state.supervisor_socket.unlink(missing_ok=True)
        command = [sys.executable, "-m", "keryx.cli.local.supervisord", "-c", str(self._state.supervisor_settings)]
        if with_parent:
            command = ["setpriv", "--pdeathsig=TERM", "--", *command]
        log = self._state.log / "supervisord.out"
        with log.open("w") as output:
            daemon = self._daemon = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                cwd=self._state.root,
                start_new_session=True,
            )
        leftovers.remember(self._state, {"supervisord": daemon.pid})
        deadline = time.monotonic() + _START_SECONDS
        while not self.running():
            if daemon.poll() is not None or time.monotonic() > deadline:
                raise LocalError(f"the supervisor did not start: see {log}")
            time.sleep(0.05)

    def running(self) -> bool:
        """Whether the stack is up, so far as its supervisor answers."""
        try:
            return bool(self._call().getState()["statename"] == "RUNNING")
        except (OSError, xmlrpc.client.Error, http.client.HTTPException):
            return False

    def processes(self) -> list[Process]:
        """All supervised processes, in the order they were started; none when the stack is down."""
        try:
            found = self._call().getAllProcessInfo()
        except (OSError, xmlrpc.client.Error, http.client.HTTPException):
            return []
        processes = [
            Process(entry["name"], entry["pid"], _STATES.get(entry["statename"], "unknown")) for entry in found
        ]
        leftovers.remember(self._state, {process.name: process.pid for process in processes if process.pid})
        return processes

    def start_program(self, name: str) -> None:
        """Start one program; already running is fine. Does not wait for it to be of use."""
        try:
            self._call().startProcess(name, False)
        except xmlrpc.client.Fault as fault:
            if "ALREADY_STARTED" not in fault.faultString:
                raise LocalError(f"{name} could not be started: {fault.faultString}") from fault

    def stop(self) -> None:
        """End everything and wait for it; what does not end in time, or was left by a supervisor that died, is killed."""
        self.processes()
        if self.running():
            self._call().shutdown()
        else:
            leftovers.tell(self._state, "supervisord", signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        while leftovers.alive(self._state) and time.monotonic() < deadline:
            time.sleep(0.1)
        leftovers.kill(self._state)
        if self._daemon:
            self._daemon.wait()
        self._state.supervisor_socket.unlink(missing_ok=True)

    def _call(self) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self._state.supervisor_socket}")
        return xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport).supervisor


def _daemon(state: State) -> str:
    return f"""\
[supervisord]
nodaemon=true
silent=true
logfile={_value(state.log / "supervisord.log")}
logfile_maxbytes=1MB
logfile_backups=1
pidfile={_value(state.run / "supervisord.pid")}
childlogdir={_value(state.log)}
identifier=keryx
minfds=4096
{"user=root" if os.geteuid() == 0 else ""}

[unix_http_server]
file={_value(state.supervisor_socket)}
chmod=0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""


def _section(program: Program, state: State, common: dict[str, str]) -> str:
    environment = {**common, **program.environment}
    pairs = ",".join(f'{name}="{_escape(value)}"' for name, value in sorted(environment.items()))
    return f"""\
[program:{program.name}]
command={_escape(shlex.join(program.command))}
directory={_value(state.data)}
environment={pairs}
priority={program.stage * 100}
autostart=false
autorestart=true
startsecs=1
startretries=1000000
stopsignal={program.stop_signal}
stopwaitsecs={program.stop_seconds}
stopasgroup=false
killasgroup=true
redirect_stderr=true
stdout_logfile={_value(state.log / f"{program.name}.log")}
stdout_logfile_maxbytes={_LOG_BYTES}
stdout_logfile_backups=2
"""


def _value(path: Path) -> str:
    return _escape(str(path))


def _escape(text: str) -> str:
    """supervisord expands `%(name)s` in its values; a percent sign of ours is doubled."""
    return text.replace("%", "%%")
