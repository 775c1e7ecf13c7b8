"""The site agent's HTTP: prompts to fetch and tracks that have ended, both told by the engine."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI, Request, Response

from keryx.kit import problems
from keryx.kit.http import add_health
from keryx.tenant_runtime import service
from keryx.tenant_runtime.media.source import MediaAnswer, MediaRequest
from keryx.tenant_runtime.recording.tracks import TracksFinished
from keryx.tenant_runtime.site_agent.prompts import PromptFetcher
from keryx.tenant_runtime.site_agent.tracks import TrackUploader


class SiteAgentApi:
    def __init__(self, prompts: PromptFetcher, tracks: TrackUploader, token: str) -> None:
        self._prompts = prompts
        self._tracks = tracks
        self._token = token
        self._fetching = asyncio.Lock()

    def app(self) -> FastAPI:
        app = FastAPI(openapi_url=None)
        problems.install(app)
        add_health(app)
        app.add_api_route("/v1/media", self.fetch_media, methods=["PUT"])
        app.add_api_route("/v1/tracks/finished", self.tracks_finished, methods=["POST"])
        return app

    async def fetch_media(self, request: Request) -> Response:
        """Answers when every file that can be had lies where Asterisk plays from; says what is missing."""
        self._check(request)
        wanted = await service.body(request, MediaRequest)
        async with self._fetching:
            return service.answer(MediaAnswer(await asyncio.to_thread(self._prompts.fetch, wanted.media)))

    async def tracks_finished(self, request: Request) -> Response:
        """A hint: without it the tracks are found by the next sweep."""
        self._check(request)
        self._tracks.finished((await service.body(request, TracksFinished)).recordings)
        return Response(status_code=202)

    def _check(self, request: Request) -> None:
        if not service.same_token(service.bearer(request), self._token):
            raise service.stranger()
