"""What a site's Asterisk is told of trunks and phones, as objects in its memory: pure, so that two wishes can be compared.

An object is its kind and name with its fields; Asterisk forgets all of them when it restarts and keeps them over a reload.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from keryx.core.directory import Person
from keryx.crds.config import TenantConfig
from keryx.crds.kinds.trunk import TrunkSpec

Kind = Literal["auth", "aor", "endpoint", "identify", "registration"]
Fields = tuple[tuple[str, str], ...]
Objects = dict[tuple[Kind, str], Fields]
Secret = Callable[[str, str], str]
"""The value of a Secret's key, by both names."""

ORDER: tuple[Kind, ...] = ("auth", "aor", "endpoint", "identify", "registration")
"""What is named comes before what names it; deleting goes the other way."""
REGISTERED = "keryx-trunk"
"""The user part a carrier calls back that calls what registered; whom the caller dialled then stands in To only (see the dialplan)."""
_NOWHERE = "keryx-nowhere"
"""A context without extensions: agents' phones are called, they do not call."""
_BROWSER_SILENCE_SECONDS, _BROWSER_HOLD_SECONDS = 10, 60
_PHONE_SILENCE_SECONDS = 60


@dataclass(frozen=True)
class Phones:
    """Endpoint names and passwords of agents' phones. Passwords are derived from the tenant's key: stored nowhere, always the same."""

    key: bytes

    def password(self, endpoint: str) -> str:
        return hmac.digest(self.key, f"phone {endpoint}".encode(), hashlib.sha256).hex()[:32]

    @staticmethod
    def desk_phone(agent: str) -> str:
        """The endpoint of an agent's desk phone."""
        return f"p-{agent.replace('-', '')[-12:]}"


def trunk_endpoint(trunk: str) -> str:
    return f"t-{trunk}"


def trunk_of(channel_name: str) -> str | None:
    """The trunk a channel came by: `PJSIP/t-carrier-0000002a` is `carrier`."""
    endpoint = endpoint_of(channel_name)
    return endpoint[2:] if endpoint.startswith("t-") else None


def endpoint_of(channel_name: str) -> str:
    return channel_name.partition("/")[2].rpartition("-")[0]


def objects(
    site: str, config: TenantConfig, people: Iterable[Person], browsers: Iterable[str], phones: Phones, secret: Secret
) -> Objects:
    """All that `site` should know. `browsers` are the endpoints of desks in browsers. KeyError: a Secret is missing."""
    wished: Objects = {}
    media_address = config.sites[site].external_media_address if site in config.sites else None
    for name, trunk in config.trunks.items():
        if trunk.site == site:
            wished |= _trunk(trunk_endpoint(name), trunk, secret, media_address)
    for person in people:
        if person.active and person.phone == "sip":
            endpoint = phones.desk_phone(person.id)
            wished |= _desk_phone(endpoint, phones.password(endpoint), media_address)
    for endpoint in browsers:
        wished |= browser(endpoint, phones.password(endpoint), media_address)
    return wished


def changes(known: Mapping[tuple[Kind, str], Fields], wished: Objects) -> tuple[Objects, list[tuple[Kind, str]]]:
    """What to push, in order, and what to delete, in order."""
    push = {key: wished[key] for key in sorted(wished, key=_place) if known.get(key) != wished[key]}
    gone = sorted((key for key in known if key not in wished), key=_place, reverse=True)
    return push, gone


def browser(endpoint: str, password: str, media_address: str | None = None) -> Objects:
    """A desk's WebRTC phone. A vanished browser is noticed by its silence: `webrtc=yes` alone would never notice."""
    fields = {
        "webrtc": "yes", "transport": "ws", "context": _NOWHERE, "disallow": "all", "allow": "opus,alaw,ulaw",
        "aors": endpoint, "auth": endpoint, "direct_media": "no", "dtls_auto_generate_cert": "yes",
        "rtp_timeout": str(_BROWSER_SILENCE_SECONDS), "rtp_timeout_hold": str(_BROWSER_HOLD_SECONDS),
    }  # fmt: skip
    aor = {"max_contacts": "1", "remove_existing": "yes", "remove_unavailable": "yes"}
    return _account(endpoint, password) | _made("aor", endpoint, aor) | _endpoint(endpoint, fields, media_address)


def _desk_phone(endpoint: str, password: str, media_address: str | None) -> Objects:
    fields = {
        "context": _NOWHERE, "disallow": "all", "allow": "g722,alaw,ulaw", "aors": endpoint, "auth": endpoint,
        "direct_media": "no", "rtp_symmetric": "yes", "force_rport": "yes", "rewrite_contact": "yes",
        "rtp_timeout": str(_PHONE_SILENCE_SECONDS), "moh_passthrough": "no",
    }  # fmt: skip
    aor = {"max_contacts": "1", "remove_existing": "yes", "qualify_frequency": "20", "qualify_timeout": "3.0"}
    return _account(endpoint, password) | _made("aor", endpoint, aor) | _endpoint(endpoint, fields, media_address)


def _trunk(endpoint: str, trunk: TrunkSpec, secret: Secret, media_address: str | None) -> Objects:
    fields = {
        "transport": trunk.transport, "context": "keryx-in", "disallow": "all", "allow": ",".join(trunk.codecs),
        "aors": endpoint, "direct_media": "no", "rtp_symmetric": "yes", "rtp_timeout": str(trunk.rtp_timeout_seconds),
        "trust_id_inbound": "yes", "send_pai": "yes",
        "send_connected_line": "no",  # who talks with whom within is no carrier's business, nor is a caller's number who is handed out
    }  # fmt: skip
    address = f"sip:{trunk.host}:{trunk.port};transport={trunk.transport}"
    made = _made("aor", endpoint, {"contact": address})
    made |= _made("identify", endpoint, {"endpoint": endpoint, "match": ",".join(trunk.identify or (trunk.host,))})
    if trunk.auth.kind == "registration" and trunk.auth.username and trunk.auth.password_secret_ref:
        reference = trunk.auth.password_secret_ref
        made |= _account(endpoint, secret(reference.name, reference.key), trunk.auth.username)
        fields |= {"outbound_auth": endpoint, "from_user": trunk.auth.username, "from_domain": trunk.host}
        made |= _made("registration", endpoint, {
            "server_uri": address, "client_uri": f"sip:{trunk.auth.username}@{trunk.host}:{trunk.port}",
            "contact_user": REGISTERED, "outbound_auth": endpoint, "transport": trunk.transport,
            "retry_interval": "10", "forbidden_retry_interval": "60", "line": "yes", "endpoint": endpoint,
        })  # fmt: skip
    return made | _endpoint(endpoint, fields, media_address)


def _account(endpoint: str, password: str, username: str | None = None) -> Objects:
    return _made("auth", endpoint, {"auth_type": "userpass", "username": username or endpoint, "password": password})


def _endpoint(name: str, fields: dict[str, str], media_address: str | None) -> Objects:
    return _made("endpoint", name, fields | ({"media_address": media_address} if media_address else {}))


def _made(kind: Kind, name: str, fields: dict[str, str]) -> Objects:
    return {(kind, name): tuple(fields.items())}


def _place(key: tuple[Kind, str]) -> tuple[int, str]:
    return ORDER.index(key[0]), key[1]
