"""`python -m keryx.cli.local.supervisord -c FILE`: supervisord, looking after its children ten times a second instead of once.

It starts a program again only when its poll comes back, which is up to a second after the program died; a contact centre without
its engine for that second is worth ten wake-ups.
"""

import contextlib
import sys

from supervisor.medusa import asyncore_25 as asyncore
from supervisor.options import ServerOptions
from supervisor.supervisord import Supervisor

_POLL_SECONDS = 0.1


class PromptPoller:
    """supervisor's own poller with a bound on how long it waits."""

    def __init__(self, poller: object) -> None:
        self._poller = poller

    def __getattr__(self, name: str) -> object:
        return getattr(self._poller, name)

    def poll(self, timeout: float) -> tuple[list[int], list[int]]:
        ready: tuple[list[int], list[int]] = self._poller.poll(min(timeout, _POLL_SECONDS))  # type: ignore[attr-defined]  # supervisor is untyped
        return ready


def main() -> None:
    options = ServerOptions()
    options.realize(sys.argv[1:], doc=__doc__)
    options.poller = PromptPoller(options.poller)
    options.first = True
    options.test = False
    with contextlib.suppress(asyncore.ExitNow):  # how supervisor says that it is done
        Supervisor(options).main()


if __name__ == "__main__":
    main()
