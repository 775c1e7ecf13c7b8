"""The stack's own Valkey: a carrier of live patches on a unix socket. It keeps nothing."""

import socket
from pathlib import Path

from keryx.cli.local import files
from keryx.cli.local.embed import Programs
from keryx.cli.local.identity import Identity
from keryx.cli.local.program import Program, Stage
from keryx.cli.local.state import State

_CONFIGURATION = """\
port 0
unixsocket {socket}
unixsocketperm 700
daemonize no
save ""
appendonly no
maxmemory 128mb
maxmemory-policy noeviction
dir {folder}
logfile ""
"""


def socket_path(state: State) -> Path:
    return state.run / "valkey.sock"


def program(programs: Programs, state: State, identity: Identity, environment: dict[str, str]) -> Program:
    """Writes Valkey's configuration and describes its process."""
    path, configuration = socket_path(state), state.etc / "valkey.conf"
    files.write(configuration, _CONFIGURATION.format(socket=path, folder=state.run), owner=identity.uid)
    return Program(
        name="valkey",
        stage=Stage.STORAGE,
        command=identity.command([str(programs.valkey), str(configuration)]),
        environment=environment,
        ready=lambda: _answers(path),
    )


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
