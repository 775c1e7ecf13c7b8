"""`keryx down` ends what is ours and nothing else."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from keryx.cli.local import files, leftovers
from keryx.cli.local.state import State

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def state(tmp_path: Path) -> State:
    made = State(tmp_path / "state")
    made.make(os.geteuid())
    return made


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(SLEEP)
    yield process
    process.kill()
    process.wait()


def test_a_recorded_process_is_ended(state: State, sleeper: subprocess.Popen[bytes]) -> None:
    """A program whose supervisor was killed would run for ever."""
    leftovers.remember(state, {"engine": sleeper.pid})
    assert leftovers.alive(state) == {sleeper.pid}
    leftovers.kill(state)
    assert sleeper.wait() == -signal.SIGKILL
    assert not leftovers.alive(state)


def test_a_pid_that_was_given_again_is_left_alone(state: State, sleeper: subprocess.Popen[bytes]) -> None:
    """`keryx down` would kill a stranger after a reboot."""
    leftovers.remember(state, {"engine": sleeper.pid})
    path = state.run / "processes.json"
    record = files.read_json(path)
    record[str(sleeper.pid)]["started"] -= 1
    files.write_json(path, record)
    leftovers.kill(state)
    assert sleeper.poll() is None


def test_a_grandchild_is_found_by_its_mark(state: State) -> None:
    """What a program started and left behind would hold a port at the next start."""
    mark = {"KERYX_STATE": str(state.root), "KERYX_SUPERVISED": "1"}
    with subprocess.Popen(SLEEP, env={**os.environ, **mark}) as orphan:
        assert leftovers.alive(state) == {orphan.pid}
        leftovers.kill(state)
        assert orphan.wait() == -signal.SIGKILL
