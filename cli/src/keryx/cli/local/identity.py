"""As whom the programs run: the ordinary user who typed the command, or, for root, a uid nobody else uses.

Postgres refuses uid 0, and nothing else needs it either. When the state folder or the checkout lies where another uid cannot go
(/root is 0700), the programs get the one capability to search and read there (CAP_DAC_READ_SEARCH); they own what they write.
"""

import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

from keryx.cli.local.failure import LocalError

_FIRST_UNUSED = 64100
_LAST_UNUSED = 64900
_OTHERS_MAY_SEARCH = 0o001


@dataclass(frozen=True)
class Identity:
    """`uid` is also the gid; `needs_search` when a folder on the way is closed to that uid."""

    uid: int
    gid: int
    needs_search: bool

    def command(self, words: list[str], *, death_signal: str = "TERM") -> list[str]:
        """`words` run as this identity, and told to end by `death_signal` when whoever started them is gone."""
        prefix = ["setpriv", f"--pdeathsig={death_signal}"]
        if self.uid != os.geteuid():
            prefix += [f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
            if self.needs_search:
                # Without this bit access(2) would leave the capability out of account, and with it libraries that ask first.
                prefix += ["--securebits=+no_setuid_fixup"]
                prefix += ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
        return [*prefix, "--", *words]


def choose(remembered: int | None, reached: list[Path]) -> Identity:
    """The identity for programs that must reach `reached`; a uid chosen by an earlier start is kept."""
    if not shutil.which("setpriv"):
        raise LocalError("setpriv is missing: install util-linux")
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid(), needs_search=False)
    uid = remembered if remembered is not None else _unused_uid()
    return Identity(uid, uid, needs_search=not all(_open_to_others(path) for path in reached))


def _unused_uid() -> int:
    """A uid without an account and without a process; files are owned by it from now on."""
    taken = {entry.pw_uid for entry in pwd.getpwall()} | _uids_of_processes()
    for uid in range(_FIRST_UNUSED, _LAST_UNUSED):
        if uid not in taken:
            return uid
    raise LocalError(f"no unused uid between {_FIRST_UNUSED} and {_LAST_UNUSED}: run keryx as an ordinary user")


def _uids_of_processes() -> set[int]:
    uids = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            uids.add(folder.stat().st_uid)
        except FileNotFoundError:  # it ended while we looked
            continue
    return uids


def _open_to_others(path: Path) -> bool:
    """Whether a stranger may go through every folder above `path`; those below are ours to hand over."""
    folders = [folder for folder in path.absolute().parents if folder.exists()]
    return all(folder.stat().st_mode & _OTHERS_MAY_SEARCH for folder in folders)
