"""Which SIP messages of a browser may pass to Asterisk: its own registration, and answers and requests within calls it was given.

Pure. A browser never begins a call by SIP (it asks the engine), so an INVITE outside a dialog is refused, as is a registration under any
name but the session's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FREE = frozenset({"ACK", "BYE", "CANCEL", "INFO", "OPTIONS", "PRACK", "UPDATE"})
_USER = re.compile(r"<?sips?:([^@>;\s]+)@", re.IGNORECASE)
_AUTH_USER = re.compile(r'\busername="([^"]*)"', re.IGNORECASE)
_SHORT = {"f": "from", "t": "to", "v": "via", "i": "call-id", "m": "contact"}
_COPIED = ("via", "from", "to", "call-id", "cseq")


@dataclass(frozen=True)
class Passage:
    """`answer` is what the browser is told when its message does not pass; None drops it silently."""

    passes: bool
    answer: str | None = None


PASS = Passage(True)
DROP = Passage(False)


def judge(frame: str, username: str | None) -> Passage:
    """Whether a browser's frame may pass; `username` is the session's phone, None before it was given one."""
    if not frame.strip():
        return PASS  # keep-alive (RFC 5626): CRLF
    head = frame.split("\r\n\r\n", 1)[0].split("\r\n")
    start = head[0].split(" ")
    if start[0] == "SIP/2.0":
        return PASS
    if len(start) != 3 or start[2] != "SIP/2.0":
        return DROP
    headers = _headers(head[1:])
    if not all(name in headers for name in _COPIED):
        return DROP
    if _may(start[0], headers, username):
        return PASS
    return DROP if start[0] == "ACK" else Passage(False, _refusal(headers))


def _may(method: str, headers: dict[str, list[str]], username: str | None) -> bool:
    if method == "REGISTER":
        return username is not None and _names(headers) == {username}
    if method == "INVITE":
        return ";tag=" in headers["to"][0].lower().replace(" ", "")
    return method in _FREE


def _names(headers: dict[str, list[str]]) -> set[str]:
    """Every name a registration speaks of: who registers, for whom, as whom it authenticates."""
    names = {_user(value) for name in ("from", "to") for value in headers[name]}
    for value in headers.get("authorization", []) + headers.get("proxy-authorization", []):
        names.update(_AUTH_USER.findall(value) or [""])
    return names


def _user(address: str) -> str:
    found = _USER.search(address)
    return found.group(1) if found else ""


def _headers(lines: list[str]) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if colon:
            key = name.strip().lower()
            headers.setdefault(_SHORT.get(key, key), []).append(value.strip())
    return headers


def _refusal(headers: dict[str, list[str]]) -> str:
    names = {"via": "Via", "from": "From", "to": "To", "call-id": "Call-ID", "cseq": "CSeq"}
    copied = [f"{names[name]}: {value}" for name in _COPIED for value in headers[name]]
    return "\r\n".join(["SIP/2.0 403 Forbidden", *copied, "Content-Length: 0", "", ""])
