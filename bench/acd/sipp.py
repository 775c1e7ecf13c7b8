"""Callers and agents' telephones, played by SIPp: the same for every queue that is measured."""

from __future__ import annotations

import math
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SCENARIOS = Path(__file__).with_name("scenarios")
AGENTS_PORT, CALLERS_PORT = 47_000, 47_100
_AGENTS_RTP, _CALLERS_RTP = (50_000, 54_999), (55_000, 59_999)
_TONE_HZ, _RATE, _SECONDS = 440, 8000, 1


@dataclass
class Moments:
    """What SIPp saw, in seconds since the epoch, by the caller's number."""

    called: dict[str, float] = field(default_factory=dict)
    offered: dict[str, float] = field(default_factory=dict)
    talked: dict[str, float] = field(default_factory=dict)
    agent: dict[str, str] = field(default_factory=dict)
    interaction: dict[str, str] = field(default_factory=dict)
    """Keryx's own id of the call, from the agent's INVITE."""

    def waits(self) -> list[float]:
        """Seconds from when both the call and the agent it went to were there to the agent's INVITE, in order of the calls."""
        free: dict[str, float] = {}
        waits = []
        for number, offered in sorted(self.offered.items(), key=lambda one: one[1]):
            agent = self.agent[number]
            if number in self.called:
                waits.append(offered - max(self.called[number], free.get(agent, 0.0)))
            free[agent] = self.talked.get(number, offered)
        return waits


@dataclass(frozen=True)
class Load:
    """One load that was applied. `cpu_seconds` is SIPp's own, callers and agents."""

    rate: float
    calls: int
    failed: int
    cpu_seconds: float
    moments: Moments


def register(program: Path, target: str, folder: Path, accounts: Sequence[tuple[str, str]]) -> None:
    """Register the telephones (user, password) of all agents from the agents' port. CalledProcessError when one is refused."""
    lines = [f"{user};[authentication username={user} password={password}]" for user, password in accounts]
    users = folder / "users.csv"
    users.write_text("SEQUENTIAL\n" + "\n".join(lines) + "\n")
    words = [*_words(program, folder, "register", AGENTS_PORT, (49_000, 49_999)), target]
    subprocess.run(
        [*words, "-inf", str(users), "-m", str(len(accounts)), "-r", str(len(accounts)), "-timeout", "20s"],
        check=True, cwd=folder, stdout=subprocess.DEVNULL,
    )  # fmt: skip


class Telephones:
    """All agents' telephones. `call` applies a load to them."""

    def __init__(self, program: Path, folder: Path, process: subprocess.Popen[bytes], log: Path) -> None:
        self._program, self._folder, self._process, self._log = program, folder, process, log
        self._loads = 0

    def call(self, target: str, number: str, rate: float, seconds: float) -> Load:
        """`rate` callers a second for `seconds`, and the end of their calls."""
        self._loads += 1
        calls, first = math.ceil(rate * seconds), self._loads * 100_000
        numbers = self._folder / "callers.csv"
        numbers.write_text("SEQUENTIAL\n" + "".join(f"+336{first + one:08d}\n" for one in range(calls)))
        log = self._folder / f"callers-{self._loads}.log"
        before = _cpu(self._process.pid)
        words = [*_words(self._program, self._folder, "caller", CALLERS_PORT, _CALLERS_RTP), target]
        callers = subprocess.Popen(
            [*words, "-s", number, "-inf", str(numbers), "-m", str(calls), "-r", str(rate), "-l", "2000",
             "-trace_logs", "-log_file", str(log), "-trace_err", "-error_file", str(log.with_suffix(".err")),
             "-recv_timeout", "15000"],
            cwd=self._folder, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        _, _, used = os.wait4(callers.pid, 0)
        cpu = used.ru_utime + used.ru_stime + _cpu(self._process.pid) - before
        callers.returncode = 0
        moments = self._moments(log, first, calls)
        return Load(rate, calls, calls - len(moments.talked.keys() & moments.called.keys()), cpu, moments)

    def _moments(self, log: Path, first: int, calls: int) -> Moments:
        mine = {f"+336{first + one:08d}" for one in range(calls)}
        moments = Moments()
        for path in (log, self._log):
            for line in path.read_text().splitlines():
                what, number, agent, seconds, micros, *interaction = line.split()
                if number in mine:
                    getattr(moments, what)[number] = int(float(seconds)) + int(float(micros)) / 1e6
                    if what == "offered":
                        moments.agent[number] = agent
                        moments.interaction[number] = "".join(interaction)
        return moments


@contextmanager
def telephones(program: Path, folder: Path) -> Iterator[Telephones]:
    """The agents' telephones for the time of the block."""
    log = folder / "agents.log"
    words = _words(program, folder, "agent", AGENTS_PORT, _AGENTS_RTP)
    process = subprocess.Popen(
        [*words, "-trace_logs", "-log_file", str(log), "-trace_err", "-error_file", str(folder / "agents.err")],
        cwd=folder, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield Telephones(program, folder, process, log)
    finally:
        process.kill()
        process.wait()


def _words(program: Path, folder: Path, scenario: str, port: int, rtp: tuple[int, int]) -> list[str]:
    voice = folder / "voice.alaw"
    if not voice.exists():
        voice.write_bytes(_tone())
    return [
        str(program), "-sf", str(SCENARIOS / f"{scenario}.xml"), "-i", "127.0.0.1", "-p", str(port), "-nostdin",
        "-min_rtp_port", str(rtp[0]), "-max_rtp_port", str(rtp[1]),
    ]  # fmt: skip


def _tone() -> bytes:
    """A second of A-law: whole periods, so that it repeats without a seam."""
    return bytes(_alaw(round(8000 * math.sin(2 * math.pi * _TONE_HZ * one / _RATE))) for one in range(_RATE * _SECONDS))


def _alaw(sample: int) -> int:
    """G.711 A-law of a 16-bit sample."""
    level, exponent = (sample if sample >= 0 else ~sample) >> 4, 0
    if level > 15:
        exponent = level.bit_length() - 4
        level = (level >> (exponent - 1)) - 16
    return ((0x80 if sample >= 0 else 0) | (exponent << 4) | level) ^ 0x55


def _cpu(pid: int) -> float:
    """User and system seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
