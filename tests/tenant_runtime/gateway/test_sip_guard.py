"""A browser may register its own phone and nobody else's: else one agent could take another's calls."""

from __future__ import annotations

import pytest

from keryx.tenant_runtime.gateway.sip_guard import judge

ME = "d-abcdef123456"


def request(
    method: str, *, user: str = ME, auth: str | None = None, to_tag: str = "", sip_from: str | None = None
) -> str:
    lines = [
        f"{method} sip:keryx SIP/2.0",
        "Via: SIP/2.0/WS abc.invalid;branch=z9hG4bK1",
        f"From: <sip:{sip_from or user}@keryx>;tag=x1",
        f"To: <sip:{user}@keryx>{to_tag}",
        "Call-ID: c1",
        f"CSeq: 1 {method}",
    ]
    if auth is not None:
        lines.append(f'Authorization: Digest algorithm=MD5, username="{auth}", realm="asterisk", nonce="n"')
    return "\r\n".join([*lines, "Content-Length: 0", "", ""])


@pytest.mark.parametrize(
    "frame",
    [
        request("REGISTER"),
        request("REGISTER", auth=ME),
        request("BYE"),
        request("ACK"),
        request("CANCEL"),
        request("INVITE", to_tag=";tag=as1"),
        "SIP/2.0 200 OK\r\nVia: SIP/2.0/WS a;branch=1\r\n\r\n",
        "\r\n\r\n",
    ],
)
def test_what_a_phone_needs_passes(frame: str) -> None:
    assert judge(frame, ME).passes


@pytest.mark.parametrize(
    "frame",
    [
        request("REGISTER", user="d-someoneelse1"),
        request("REGISTER", auth="d-someoneelse1"),
        request("REGISTER", auth=""),
        request("REGISTER", sip_from="d-someoneelse1"),
        request("REGISTER").replace("To:", "t: <sip:d-someoneelse1@keryx>\r\nTo:"),
        request("REGISTER").replace("sip:d-", "tel:d-"),
        request("INVITE"),
        request("REFER"),
        request("SUBSCRIBE"),
        request("MESSAGE"),
        request("PUBLISH"),
    ],
)
def test_everything_else_is_forbidden_aloud(frame: str) -> None:
    passage = judge(frame, ME)
    assert not passage.passes
    assert passage.answer is not None
    assert passage.answer.startswith("SIP/2.0 403 Forbidden\r\nVia: SIP/2.0/WS abc.invalid")
    assert passage.answer.endswith("\r\n\r\n")


def test_nobody_registers_before_a_phone_was_given() -> None:
    assert not judge(request("REGISTER"), None).passes


@pytest.mark.parametrize(
    "frame", ["GET / HTTP/1.1\r\n\r\n", "\x00\xff", "REGISTER", "REGISTER sip:x SIP/2.0\r\n\r\n", "{}"]
)
def test_garbage_is_dropped(frame: str) -> None:
    passage = judge(frame, ME)
    assert not passage.passes
    assert passage.answer is None
