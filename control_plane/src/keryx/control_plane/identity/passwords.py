"""Passwords: Argon2id in a small pool of threads, so that a storm of logins neither fills memory nor stops the program."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from keryx.core.passwords import normal
from keryx.kit.problems import Problem

_P = ParamSpec("_P")
_T = TypeVar("_T")
_AT_ONCE = 2
_WAITING_AT_MOST = 512
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def generate(groups: int = 5) -> str:
    """A secret that can be read out on the telephone: groups of four, each some 20 bits. Five make a password."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(groups))


class Passwords:
    """Hashes and checks. Parameters are OWASP's for Argon2id: 19 MiB, 2 passes, 1 lane.

    A generated password has more bits than anyone can try, so that a light hash keeps it until its first use, when it is hashed
    anew like any other: ten thousand accounts are imported in seconds.
    """

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._light = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="argon2")
        self._waiting = 0
        self._nobodys = self._hasher.hash(secrets.token_urlsafe())

    async def hash(self, password: str) -> str:
        """The encoded hash to store."""
        return await self._work(self._hasher.hash, normal(password))

    async def hash_generated(self, password: str) -> str:
        """The encoded hash of a password that `generate` made."""
        return self._light.hash(normal(password))

    async def check(self, encoded: str | None, password: str) -> bool:
        """Whether the password is right. `None` (no such account) takes just as long and is never right."""
        right = await self._work(self._verify, encoded or self._nobodys, normal(password))
        return right and encoded is not None

    def is_outdated(self, encoded: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(encoded)

    def close(self) -> None:
        self._threads.shutdown()

    def _verify(self, encoded: str, password: str) -> bool:
        try:
            return self._hasher.verify(encoded, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _work(self, work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs) -> _T:
        if self._waiting >= _WAITING_AT_MOST:
            raise Problem(503, "busy", "Too many people are logging in at this moment.", headers={"Retry-After": "2"})
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, partial(work, *arguments, **named))
        finally:
            self._waiting -= 1
