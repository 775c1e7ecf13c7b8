"""The processes of a stack as we recorded them, so that `keryx down` ends exactly those, also after a supervisor that was killed.

A pid alone is no proof: it is ours only while the process was started at the recorded moment.
"""

import os
import signal
from pathlib import Path

from keryx.cli.local import files
from keryx.cli.local.state import State

_START_TIME_FIELD = 19  # of /proc/PID/stat after the command's closing parenthesis
_STATE_FIELD = 0
_MARK = "KERYX_STATE"


def remember(state: State, pids: dict[str, int]) -> None:
    """Add these processes to the record."""
    record = {key: entry for key, entry in files.read_json(_path(state)).items() if _started(entry["pid"]) is not None}
    for name, pid in pids.items():
        started = _started(pid)
        if started is not None:
            record[str(pid)] = {"name": name, "pid": pid, "started": started}
    files.write_json(_path(state), record)


def alive(state: State) -> set[int]:
    """Processes of this stack that still run: those recorded, and every child that carries the stack's mark."""
    recorded = {
        entry["pid"] for entry in files.read_json(_path(state)).values() if _started(entry["pid"]) == entry["started"]
    }
    return (recorded | _marked(state)) - {os.getpid()}


def tell(state: State, name: str, number: signal.Signals) -> None:
    """Send a signal to the recorded process `name` when it still is that process."""
    for entry in files.read_json(_path(state)).values():
        if entry["name"] == name and _started(entry["pid"]) == entry["started"]:
            os.kill(entry["pid"], number)


def kill(state: State) -> None:
    """End at once what is left, and forget the record."""
    for pid in alive(state):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:  # it ended by itself meanwhile
            continue
    _path(state).unlink(missing_ok=True)


def _path(state: State) -> Path:
    return state.run / "processes.json"


def _started(pid: int) -> int | None:
    """When the process was started, in clock ticks since boot; None when there is none or it is only to be reaped."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[_STATE_FIELD] in "ZX" else int(fields[_START_TIME_FIELD])


def _marked(state: State) -> set[int]:
    """Processes whose environment names this state folder as the stack they belong to."""
    mark = f"{_MARK}={state.root}".encode()
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "environ").read_bytes().split(b"\0")
        except OSError:  # another user's, or gone
            continue
        if mark in words and b"KERYX_SUPERVISED=1" in words and _started(int(folder.name)) is not None:
            found.add(int(folder.name))
    return found
