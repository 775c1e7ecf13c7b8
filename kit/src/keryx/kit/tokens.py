"""Short-lived signed tokens between Keryx's programs: JWT (RFC 7519) signed with EdDSA over Ed25519 (RFC 8037, RFC 9864).

Holders of public keys accept two at a time, so that a key can be changed without a gap.
"""

from __future__ import annotations

import hashlib
import hmac
import time
import uuid
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

ALGORITHM = "Ed25519"
"""EdDSA over Curve25519, by the name RFC 9864 gives it."""
PUSH_SECONDS = 60
"""Longest life of a token that authorises a push (seconds)."""
ADMIT_SECONDS = 300
"""Longest life of a token that admits a person to a tenant's runtime (seconds)."""
_LEEWAY_SECONDS = 5


class TokenRefused(Exception):
    """The token is not good here; the message says why, for the log. Callers of the API are told no details."""


def generate_key_pair() -> tuple[str, str]:
    """A new Ed25519 pair: (private, public), PEM."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def read_keys(paths: Iterable[Path]) -> list[str]:
    """The PEM texts of key files."""
    return [path.read_text() for path in paths]


def body_hash(body: bytes) -> str:
    """What a push token says about the body it authorises: SHA-256, hex."""
    return hashlib.sha256(body).hexdigest()


def sign(private_pem: str, *, issuer: str, audience: str, seconds: int = PUSH_SECONDS, **claims: Any) -> str:
    """A token of `issuer` for `audience`, good for `seconds`, with an id of its own (`jti`)."""
    now = int(time.time())
    registered = {"iss": issuer, "aud": audience, "iat": now, "exp": now + seconds, "jti": uuid.uuid4().hex}
    key = OKPKey.import_key(private_pem)
    return jwt.encode({"alg": ALGORITHM}, registered | claims, key, algorithms=[ALGORITHM])


def verify(
    token: str, public_pems: Iterable[str], *, audience: str, issuer: str, longest_seconds: int = ADMIT_SECONDS
) -> dict[str, Any]:
    """The claims of a good token. TokenRefused for any other: signature, issuer, audience, time, or a life longer than allowed."""
    claims = _signed_claims(token, public_pems)
    if claims.get("iss") != issuer or claims.get("aud") != audience:
        raise TokenRefused("the token is for someone else")
    issued, expires = claims.get("iat"), claims.get("exp")
    if not isinstance(issued, int) or not isinstance(expires, int):
        raise TokenRefused("the token has no times")
    now = time.time()
    if expires < now or issued > now + _LEEWAY_SECONDS or expires - issued > longest_seconds:
        raise TokenRefused("the token is not good at this time")
    return claims


def sign_push(private_pem: str, issuer: str, tenant_id: str, body: bytes) -> str:
    """The token that goes with one push of `body` to `tenant_id`."""
    return sign(private_pem, issuer=issuer, audience=tenant_id, body=body_hash(body))


def verify_push(
    authorization: str | None, body: bytes, tenant_id: str, keys: Mapping[str, Iterable[str]]
) -> dict[str, Any]:
    """The claims of a push's `Authorization` header. `keys`: who may push -> public PEMs. Raises TokenRefused."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenRefused("no bearer token")
    for issuer, pems in keys.items():
        try:
            claims = verify(token, pems, audience=tenant_id, issuer=issuer, longest_seconds=PUSH_SECONDS)
        except TokenRefused:
            continue  # perhaps the next issuer signed it
        if not hmac.compare_digest(str(claims.get("body")), body_hash(body)):
            raise TokenRefused("the token is for another body")
        return claims
    raise TokenRefused("nobody who may push signed this token for this tenant and time")


@lru_cache(maxsize=256)
def _imported(pem: str) -> OKPKey:
    """Reading a key takes longer than verifying with it."""
    return OKPKey.import_key(pem)


def _signed_claims(token: str, public_pems: Iterable[str]) -> dict[str, Any]:
    for pem in public_pems:
        try:
            return dict(jwt.decode(token, _imported(pem), algorithms=[ALGORITHM]).claims)
        except (JoseError, ValueError, UnicodeError):
            continue  # perhaps the next key: two are accepted while one replaces the other
    raise TokenRefused("no known key signed this token")
