"""One supervised program, as data: the list of them is all the supervisor and the starter know."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum


class Stage(IntEnum):
    """Programs of a stage are started together, once those of the stage before are ready."""

    STORAGE = 1
    MEDIA = 2
    SERVICES = 3
    EDGE = 4


@dataclass(frozen=True)
class Program:
    """`ready` answers whether the program can be used by now; it must come back within a second or two."""

    name: str
    stage: Stage
    command: list[str]
    ready: Callable[[], bool]
    environment: dict[str, str] = field(default_factory=dict)
    stop_signal: str = "TERM"
    stop_seconds: int = 10
    start_seconds: int = 90
