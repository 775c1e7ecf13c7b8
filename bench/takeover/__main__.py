"""How long from the engine's death to the first new call it takes: `python -m bench.takeover --state DIR`.

Wants a stack that runs (`keryx up examples/acme --detach --state DIR`) and SIPp. Each round: calls up, `kill -9` of the engine, a
new call at that very moment; the time until it is answered. Prints one line a round and the median and worst.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path

SCENARIO = Path(__file__).with_name("caller.xml")
_FILLED_SECONDS = 3.0


def sipp(program: str, target: str, number: str, port: int, calls: int, stay_ms: int) -> subprocess.Popen[bytes]:
    """`calls` callers within a second, from `port` on loopback."""
    return subprocess.Popen(
        [
            program, target, "-sf", str(SCENARIO), "-i", "127.0.0.1", "-p", str(port), "-mp", str(port + 1000),
            "-m", str(calls), "-r", str(calls), "-l", str(calls), "-nostdin", "-timeout", "60s",
            "-s", number, "-d", str(stay_ms),
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def stack(state: Path) -> dict[str, object]:
    """What `keryx status` says."""
    words = [str(Path(sys.executable).with_name("keryx")), "status", "--state", str(state), "--output", "json"]
    answer: dict[str, object] = json.loads(subprocess.run(words, check=True, capture_output=True).stdout)
    return answer


def engine_pid(status: dict[str, object]) -> int:
    processes = status["processes"]
    assert isinstance(processes, list)
    return int(next(one["pid"] for one in processes if one["name"] == "engine"))


def one_round(arguments: argparse.Namespace) -> float:
    """Seconds from the kill to the answer of a call made at that moment."""
    status = stack(arguments.state)
    target = str(status["sip"])
    background = sipp(arguments.sipp, target, arguments.number, 42_000, arguments.calls, 20_000)
    time.sleep(_FILLED_SECONDS)  # the calls that are up while the engine dies
    os.kill(engine_pid(status), signal.SIGKILL)
    killed = time.monotonic()
    with sipp(arguments.sipp, target, arguments.number, 46_000, 1, 1) as caller:
        if caller.wait() != 0:
            raise SystemExit("the new call was not taken")
    taken = time.monotonic() - killed
    if background.wait() != 0:
        raise SystemExit("a call that was up was lost")
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--sipp", default="sipp")
    parser.add_argument("--number", default="3900")
    parser.add_argument("--calls", type=int, default=80)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    times = []
    for number in range(arguments.rounds):
        times.append(one_round(arguments))
        print(f"round {number + 1}: {times[-1]:.2f} s with {arguments.calls} calls up", flush=True)
    print(f"median {statistics.median(times):.2f} s, worst {max(times):.2f} s of {len(times)}; aim: p99 <= 5 s")


if __name__ == "__main__":
    main()
