"""The worker's HTTP: prompts to make (from the engine), tracks that are stored (from site agents)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from fastapi import FastAPI, Request, Response

from keryx.kit import problems
from keryx.kit.http import add_health
from keryx.kit.problems import Problem
from keryx.tenant_runtime import service
from keryx.tenant_runtime.media.source import MediaAnswer, MediaRequest
from keryx.tenant_runtime.recording.tracks import TracksAsked, TracksStored
from keryx.tenant_runtime.worker import renderer
from keryx.tenant_runtime.worker.tenant import TenantWorker


class WorkerApi:
    """The caller's token says which tenant it belongs to."""

    def __init__(self, tenants: Sequence[TenantWorker]) -> None:
        self._tenants = tenants

    def app(self) -> FastAPI:
        app = FastAPI(openapi_url=None)
        problems.install(app)
        add_health(app, self._ready)
        app.add_api_route("/v1/media", self.make_media, methods=["POST"])
        app.add_api_route("/v1/tracks", self.tracks_stored, methods=["POST"])
        app.add_api_route("/v1/tracks/ended", self.which_ended, methods=["POST"])
        return app

    async def make_media(self, request: Request) -> Response:
        """Answers when every file that can be made is in the store; says what cannot."""
        tenant = self._tenant(request)
        wanted = await service.body(request, MediaRequest)
        return service.answer(MediaAnswer(await tenant.media.make(wanted.media)))

    async def tracks_stored(self, request: Request) -> Response:
        """A site agent may delete its files once this was answered."""
        tenant = self._tenant(request)
        stored = await service.body(request, TracksStored)
        _check_ids([track.recording for track in stored.tracks])
        async with tenant.pool.connection() as connection, connection.cursor() as cursor:
            await renderer.tracks_stored(cursor, stored.tracks)
        return Response(status_code=204)

    async def which_ended(self, request: Request) -> Response:
        """Which tracks nobody records into any more."""
        tenant = self._tenant(request)
        asked = await service.body(request, TracksAsked)
        _check_ids(asked.recordings)
        async with tenant.pool.connection() as connection, connection.cursor() as cursor:
            return service.answer(await renderer.which_ended(cursor, asked.recordings))

    async def _ready(self) -> bool:
        return all(tenant.ready for tenant in self._tenants)

    def _tenant(self, request: Request) -> TenantWorker:
        token = service.bearer(request)
        for tenant in self._tenants:
            if service.same_token(token, tenant.token):
                return tenant
        raise service.stranger()


def _check_ids(values: list[str]) -> None:
    try:
        for value in values:
            UUID(value)
    except ValueError as error:
        raise Problem(422, "invalid_request", "A recording's id is a UUID.") from error
