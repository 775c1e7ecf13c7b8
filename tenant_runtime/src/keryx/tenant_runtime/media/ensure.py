"""Before a config is activated: every file it may play lies at every site."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx
import msgspec

from keryx.tenant_runtime.media.source import MediaAnswer, MediaRequest, Source, request
from keryx.tenant_runtime.vault import Vault

_MAKE_TIMEOUT_SECONDS = 300.0
_FETCH_TIMEOUT_SECONDS = 120.0


class MediaNotReady(Exception):
    """Some files are not where they must be. `problems`: a sentence by media id, or by the name of a site (or `worker`)
    that could not be asked."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{where}: {sentence}" for where, sentence in sorted(problems.items())))
        self.problems = dict(problems)


async def ensure_media(
    client: httpx.AsyncClient,
    vault: Vault,
    *,
    worker_url: str,
    site_urls: Mapping[str, str],
    sources: Mapping[str, Source],
) -> None:
    """Return when all of `sources` (by media id) can be played at every site; MediaNotReady says what is missing.

    `site_urls` are the site agents' addresses by site name. Idempotent and cheap when the files are there.
    """
    body = request(sources)
    headers = {"Authorization": f"Bearer {vault.service_token()}", "Content-Type": "application/json"}
    if problems := await _ask(client, "POST", worker_url, "worker", body, headers, _MAKE_TIMEOUT_SECONDS):
        raise MediaNotReady(problems)
    answers = await asyncio.gather(
        *(_ask(client, "PUT", url, site, body, headers, _FETCH_TIMEOUT_SECONDS) for site, url in site_urls.items())
    )
    if problems := {where: sentence for answer in answers for where, sentence in answer.items()}:
        raise MediaNotReady(problems)


async def _ask(
    client: httpx.AsyncClient,
    method: str,
    url: str,
    name: str,
    body: MediaRequest,
    headers: Mapping[str, str],
    timeout_seconds: float,
) -> dict[str, str]:
    """What is missing after the program at `url` did its part."""
    try:
        answer = await client.request(
            method, f"{url}/v1/media", content=msgspec.json.encode(body), headers=headers, timeout=timeout_seconds
        )
        answer.raise_for_status()
        return msgspec.json.decode(answer.content, type=MediaAnswer).missing
    except (httpx.HTTPError, msgspec.DecodeError) as error:
        return {name: f"{type(error).__name__}: {error}"}
