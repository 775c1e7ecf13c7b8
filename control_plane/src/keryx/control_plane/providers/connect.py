"""One OpenID Connect provider as we speak with it: discovery, the code exchange, and what its tokens must show.

Refused: any algorithm but asymmetric signatures, another issuer or audience, a nonce that is not this log-in's, tokens that are too
old, and discovery documents of another issuer (mix-up). Keys are read again when a token names one we do not know.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import httpx
import httpx2
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from keryx.crds.kinds.identity_provider import IdentityProviderSpec
from keryx.kit.problems import Problem
from keryx.kit.signals import log

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
_KNOWN_SECONDS = 3600.0
_KEYS_AGAIN_SECONDS = 10.0
"""Strangers can name unknown keys as often as they like; the provider is not asked more often than this."""
_LEEWAY_SECONDS = 30
_LOGOUT_SECONDS = 300
_TIMEOUT_SECONDS = 8.0


class ProviderRefused(Exception):
    """The provider, or something that says it comes from it, is not believed; the message says why, for the log."""


@dataclass
class _Known:
    metadata: dict[str, Any]
    keys: KeySet
    read_at: float


@dataclass
class Providers:
    """Discovery documents and keys of the providers, by issuer."""

    client: httpx.AsyncClient
    allow_http: bool
    _known: dict[str, _Known] = field(default_factory=dict)

    async def authorization(
        self, spec: IdentityProviderSpec, *, redirect_uri: str, state: str, nonce: str, verifier: str
    ) -> str:
        """Where the browser is sent. Problem 503 when the provider does not answer."""
        known = await self._discover(spec.issuer)
        async with self._oauth(spec, None, redirect_uri) as oauth:
            url, _ = oauth.create_authorization_url(
                known.metadata["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        return str(url)

    async def exchange(
        self,
        spec: IdentityProviderSpec,
        secret: str | None,
        *,
        redirect_uri: str,
        code: str,
        verifier: str,
        nonce: str,
    ) -> dict[str, Any]:
        """The claims of the id token a code is good for. ProviderRefused; Problem 503."""
        known = await self._discover(spec.issuer)
        async with self._oauth(spec, secret, redirect_uri) as oauth:
            try:
                tokens = await oauth.fetch_token(known.metadata["token_endpoint"], code=code, code_verifier=verifier)
            except OAuthError as error:
                raise ProviderRefused(f"the code was refused: {error.error}") from error
            except (httpx2.HTTPError, ValueError) as error:  # Authlib's client speaks httpx2, the rest of Keryx httpx
                raise _away(spec.issuer, error) from error
        claims = await self.signed_claims(spec, str(tokens.get("id_token") or ""))
        if claims.get("nonce") != nonce:
            raise ProviderRefused("the nonce is another log-in's")
        if not isinstance(claims.get("sub"), str) or not claims["sub"]:
            raise ProviderRefused("the id token names nobody")
        expires = claims.get("exp")
        if not isinstance(expires, int) or expires + _LEEWAY_SECONDS < time.time():
            raise ProviderRefused("the id token has expired")
        return claims

    async def logout_claims(self, spec: IdentityProviderSpec, token: str) -> dict[str, Any]:
        """The claims of a back-channel logout token (OpenID Connect Back-Channel Logout 1.0 §2.6). ProviderRefused."""
        claims = await self.signed_claims(spec, token)
        if LOGOUT_EVENT not in (claims.get("events") or {}) or "nonce" in claims:
            raise ProviderRefused("this is no logout token")
        if not (claims.get("sub") or claims.get("sid")):
            raise ProviderRefused("the logout token names nobody")
        return claims

    async def signed_claims(self, spec: IdentityProviderSpec, token: str) -> dict[str, Any]:
        """The claims of a token the provider signed for us, lately. ProviderRefused."""
        known = await self._discover(spec.issuer)
        try:
            claims = _decode(token, known.keys)
        except (JoseError, ValueError):
            known = await self._discover(spec.issuer, keys_older_than=_KEYS_AGAIN_SECONDS)
            try:
                claims = _decode(token, known.keys)
            except (JoseError, ValueError) as error:
                raise ProviderRefused(f"the token is not signed by the provider: {type(error).__name__}") from error
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        if claims.get("iss") != spec.issuer or spec.client_id not in audiences:
            raise ProviderRefused("the token is another issuer's, or for somebody else")
        if len(audiences) > 1 and claims.get("azp") != spec.client_id:
            raise ProviderRefused("the token was asked for by somebody else")
        issued, now = claims.get("iat"), time.time()
        if not isinstance(issued, int) or not now - _LOGOUT_SECONDS < issued < now + _LEEWAY_SECONDS:
            raise ProviderRefused("the token is not of this time")
        return claims

    async def _discover(self, issuer: str, keys_older_than: float = _KNOWN_SECONDS) -> _Known:
        known, now = self._known.get(issuer), time.monotonic()
        if known is not None and now - known.read_at < keys_older_than:
            return known
        if issuer.startswith("http://") and not self.allow_http:
            raise Problem(503, "provider_away", "This platform speaks with identity providers over https only.")
        try:
            metadata = await self._json(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
            if metadata.get("issuer") != issuer:
                raise ValueError(f"the document is of issuer {metadata.get('issuer')!r}")
            keys = KeySet.import_key_set(await self._json(metadata["jwks_uri"]))  # type: ignore[arg-type] # any JSON; what is wrong with it is raised
        except (httpx.HTTPError, ValueError, KeyError, TypeError, JoseError) as error:
            raise _away(issuer, error) from error
        self._known[issuer] = _Known(metadata, keys, now)
        return self._known[issuer]

    async def _json(self, url: str) -> dict[str, Any]:
        answer = await self.client.get(url, timeout=_TIMEOUT_SECONDS)
        answer.raise_for_status()
        return dict(answer.json())

    @staticmethod
    def _oauth(spec: IdentityProviderSpec, secret: str | None, redirect_uri: str) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            spec.client_id,
            secret,
            scope=" ".join(spec.scopes),
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            timeout=_TIMEOUT_SECONDS,
            trust_env=False,
        )


def _decode(token: str, keys: KeySet) -> dict[str, Any]:
    return dict(jwt.decode(token, keys, algorithms=ALGORITHMS).claims)


def _away(issuer: str, error: Exception) -> Problem:
    log.warning("identity_provider_away", issuer=issuer, reason=f"{type(error).__name__}: {error}")
    return Problem(503, "provider_away", "The identity provider does not answer as it should; try again shortly.")
