"""Ports of the internal services: chosen once, remembered in the state folder, chosen anew only when another program took one."""

import random
import socket
from pathlib import Path

from keryx.cli.local import files
from keryx.cli.local.failure import LocalError

_RANGE = range(21000, 32000)  # below the ports that outgoing connections get
_RTP_RANGE = range(10000, 20000)
_RTP_PORTS_A_SITE = 2000
_LOOPBACK = "127.0.0.1"


class PortBook:
    """Names to ports. `take` is idempotent; `save` writes what was taken."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ports: dict[str, int] = files.read_json(path)

    def take(self, name: str, *, preferred: int | None = None, address: str = _LOOPBACK) -> int:
        """The port of `name`: the remembered one while it is free, else `preferred`, else any free one."""
        kept = self._ports.get(name)
        candidates = [port for port in (kept, preferred) if port is not None and port not in self._others(name)]
        candidates += random.sample(_RANGE, 200)
        for port in candidates:
            if (port == kept or port not in self._ports.values()) and is_free(address, port):
                self._ports[name] = port
                return port
        raise LocalError("no free port was found for the internal services")

    def take_rtp(self, name: str) -> tuple[int, int]:
        """First and last port of a site's media. Asterisk passes over single ports that are in use."""
        if name not in self._ports:
            used = {port for key, port in self._ports.items() if key.startswith("rtp")}
            free = [port for port in _RTP_RANGE[::_RTP_PORTS_A_SITE] if port not in used]
            if not free:
                raise LocalError("more than five sites cannot run on one machine: their media ports run out")
            self._ports[name] = random.choice(free)
        return self._ports[name], self._ports[name] + _RTP_PORTS_A_SITE - 1

    def save(self, owner: int) -> None:
        files.write_json(self._path, self._ports, mode=0o644, owner=owner)

    def _others(self, name: str) -> set[int]:
        return {port for key, port in self._ports.items() if key != name}


def is_free(address: str, port: int) -> bool:
    """Whether both TCP and UDP of `port` can be had; a listener that has just gone does not count."""
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                return False
    return True
