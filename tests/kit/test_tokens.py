"""A token that is not good must never admit: whoever holds one could listen to a tenant's calls."""

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from keryx.kit.tokens import TokenRefused, generate_key_pair, sign, verify

PRIVATE, PUBLIC = generate_key_pair()
OTHER_PRIVATE, OTHER_PUBLIC = generate_key_pair()


def test_a_good_token_gives_its_claims() -> None:
    token = sign(PRIVATE, issuer="operator", audience="acme", body="abc")
    claims = verify(token, [OTHER_PUBLIC, PUBLIC], audience="acme", issuer="operator")
    assert claims["body"] == "abc"
    assert claims["jti"] != sign(PRIVATE, issuer="operator", audience="acme")


@pytest.mark.parametrize(
    ("token", "why"),
    [
        (sign(PRIVATE, issuer="operator", audience="globex"), "someone else"),
        (sign(PRIVATE, issuer="gateway", audience="acme"), "someone else"),
        (sign(PRIVATE, issuer="operator", audience="acme", seconds=-1), "time"),
        (sign(PRIVATE, issuer="operator", audience="acme", seconds=3600), "time"),
        (sign(OTHER_PRIVATE, issuer="operator", audience="acme"), "key"),
        ("", "key"),
        ("a.b.c", "key"),
        ("\udcff", "key"),
        (jwt.encode({"alg": "HS256"}, {"iss": "operator", "aud": "acme"}, OctKey.import_key("x" * 32)), "key"),
    ],
)
def test_any_other_token_is_refused(token: str, why: str) -> None:
    with pytest.raises(TokenRefused, match=why):
        verify(token, [PUBLIC], audience="acme", issuer="operator")
