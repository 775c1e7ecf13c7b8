"""A push must be the pusher's own words: whoever could change or repeat one elsewhere could rewrite a tenant's centre."""

from collections.abc import Callable

import httpx
import pytest

from keryx.kit.push import PushConflict, Pusher, PushFailed
from keryx.kit.tokens import TokenRefused, generate_key_pair, sign_push, verify_push

PRIVATE, PUBLIC = generate_key_pair()
KEYS = {"operator": [PUBLIC]}


@pytest.mark.parametrize(
    ("authorization", "body", "why"),
    [
        (lambda: None, b"x", "no bearer"),
        (lambda: "Basic eDp5", b"x", "no bearer"),
        (lambda: _signed("operator", "acme"), b"y", "another body"),
        (lambda: _signed("operator", "globex"), b"x", "nobody"),
        (lambda: _signed("gateway", "acme"), b"x", "nobody"),
        (lambda: _signed("operator", "acme", generate_key_pair()[0]), b"x", "nobody"),
    ],
)
def test_a_push_of_others_is_refused(authorization: Callable[[], str | None], body: bytes, why: str) -> None:
    """Tokens are signed when they are used: they live for a minute."""
    assert verify_push(_signed("operator", "acme"), b"x", "acme", KEYS)["iss"] == "operator"
    with pytest.raises(TokenRefused, match=why):
        verify_push(authorization(), body, "acme", KEYS)


def _signed(issuer: str, tenant: str, key: str = PRIVATE) -> str:
    return f"bearer {sign_push(key, issuer, tenant, b'x')}"


async def _pushed(answer: Callable[[httpx.Request], httpx.Response]) -> dict[str, object]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        return await Pusher(client, "http://engine/", "acme", "operator", PRIVATE).put_config(3, "ab", b'{"a":1}')


async def test_the_pusher_sends_what_it_signed_and_tells_apart_no_from_not_now() -> None:
    def engine(request: httpx.Request) -> httpx.Response:
        verify_push(request.headers["authorization"], request.content, "acme", KEYS)
        assert (request.method, str(request.url)) == ("PUT", "http://engine/internal/v1/tenants/acme/config")
        assert request.content == b'{"version":3,"hash":"ab","config":{"a":1}}'
        return httpx.Response(200, json={"version": 3})

    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    assert await _pushed(engine) == {"version": 3}
    with pytest.raises(PushConflict) as conflict:
        await _pushed(lambda _: httpx.Response(409, json={"version": 7}))
    assert conflict.value.stored == {"version": 7}
    for failing in (away, lambda _: httpx.Response(503, text="no")):
        with pytest.raises(PushFailed):
            await _pushed(failing)
