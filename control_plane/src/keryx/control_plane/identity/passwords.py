"""Passwords: Argon2id in a small pool of threads, so that a storm of logins neither fills memory nor stops the program."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from keryx.kit.problems import Problem

_P = ParamSpec("_P")
_T = TypeVar("_T")
_AT_ONCE = 2
_WAITING_AT_MOST = 64
_LENGTH = 16
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that looks like something else


def generate() -> str:
    """A password of some 79 bits that can be read out on the telephone: four groups of four."""
    letters = [secrets.choice(_ALPHABET) for _ in range(_LENGTH)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, _LENGTH, 4))


class Passwords:
    """Hashes and checks. Parameters are argon2-cffi's (RFC 9106, low memory: 64 MiB, 3 passes, 4 lanes)."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="argon2")
        self._waiting = 0
        self._nobodys = self._hasher.hash(secrets.token_urlsafe())

    async def hash(self, password: str) -> str:
        """The encoded hash to store."""
        return await self._work(self._hasher.hash, password)

    async def check(self, encoded: str | None, password: str) -> bool:
        """Whether the password is right. `None` (no such account) takes just as long and is never right."""
        right = await self._work(self._verify, encoded or self._nobodys, password)
        return right and encoded is not None

    def is_outdated(self, encoded: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""
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
