"""The connections of a process, taken hold of from outside: cut, or made deaf as if the wire were pulled.

The kernel hands us copies of another process's sockets (pidfd_getfd), so nothing has to stand between the programs and none of them
knows of the test. Root may do that, and on most systems a user with processes of his own (not where Yama forbids it: OSError).
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import socket
import struct
import time
from collections.abc import Iterator

_PIDFD_GETFD = 438
_SO_ATTACH_FILTER, _SO_DETACH_FILTER = 26, 27
_LOOK_SECONDS = 0.02
_DROP_ALL = struct.pack("HBBI", 0x06, 0, 0, 0)  # BPF: return 0 bytes of every packet
_libc = ctypes.CDLL(None, use_errno=True)


async def cut(pids: list[int], seconds: float) -> None:
    """Shut every connection of these processes, and every one they make or take within `seconds`."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for wire in _wires(pids):
            if not _listens(wire):
                with contextlib.suppress(OSError):  # the other side was faster
                    wire.shutdown(socket.SHUT_RDWR)
        await asyncio.sleep(_LOOK_SECONDS)


async def silence(pids: list[int], seconds: float) -> None:
    """For `seconds` nothing that arrives over TCP reaches these processes, and nobody is told: packets are lost, not refused."""
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            for wire in _wires(pids):
                if wire.family != socket.AF_UNIX:
                    _make_deaf(wire)
            await asyncio.sleep(_LOOK_SECONDS)
    finally:
        for wire in _wires(pids):
            with contextlib.suppress(OSError):  # it was not deaf
                wire.setsockopt(socket.SOL_SOCKET, _SO_DETACH_FILTER, 0)


def _make_deaf(wire: socket.socket) -> None:
    program = ctypes.create_string_buffer(_DROP_ALL, len(_DROP_ALL))
    wire.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, struct.pack("HxxxxxxP", 1, ctypes.addressof(program)))


def _listens(wire: socket.socket) -> bool:
    return bool(wire.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def _wires(pids: list[int]) -> Iterator[socket.socket]:
    """Copies of the sockets by which these processes talk with others; each is closed when the next is asked for."""
    for pid in pids:
        try:
            process, names = os.pidfd_open(pid), os.listdir(f"/proc/{pid}/fd")
        except OSError:  # it ended
            continue
        try:
            for name in names:
                yield from _wire(process, pid, name)
        finally:
            os.close(process)


def _wire(process: int, pid: int, name: str) -> Iterator[socket.socket]:
    try:
        if not os.readlink(f"/proc/{pid}/fd/{name}").startswith("socket:"):
            return
    except OSError:  # closed meanwhile
        return
    copy = _libc.syscall(_PIDFD_GETFD, process, int(name), 0)
    if copy < 0:
        number = ctypes.get_errno()
        if number == 1:
            raise PermissionError(number, "the kernel does not let this user take hold of the sockets of his processes")
        return  # closed meanwhile
    with socket.socket(fileno=copy) as wire:
        if wire.type & socket.SOCK_STREAM and not _is_own_pair(wire):
            yield wire


def _is_own_pair(wire: socket.socket) -> bool:
    """A pair of nameless unix sockets is how an event loop wakes itself: nobody else is at its end."""
    if wire.family != socket.AF_UNIX:
        return False
    try:
        return not wire.getsockname() and not wire.getpeername()
    except OSError:  # it listens, or is not connected
        return False
