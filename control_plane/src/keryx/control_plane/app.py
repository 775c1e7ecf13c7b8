"""The control plane's application: its routes, and what runs beside them."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI, Request, Response
from sqlalchemy import text
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from keryx.control_plane.audit.heads import HeadSigner
from keryx.control_plane.audit.router import router as audit_router
from keryx.control_plane.database import Database
from keryx.control_plane.directory.pushing import DirectoryPusher
from keryx.control_plane.directory.router import router as people_router
from keryx.control_plane.identity.passwords import Passwords
from keryx.control_plane.identity.policy_router import open_router as rules_router
from keryx.control_plane.identity.policy_router import router as policy_router
from keryx.control_plane.identity.router import open_router as login_router
from keryx.control_plane.identity.router import router as identity_router
from keryx.control_plane.mail.router import open_router as forgotten_router
from keryx.control_plane.mail.router import router as mail_router
from keryx.control_plane.mail.sending import Mailer
from keryx.control_plane.migrations.upgrade import require_compatible
from keryx.control_plane.platform import ISSUER, Platform
from keryx.control_plane.providers.connect import Providers
from keryx.control_plane.providers.router import open_router as provider_login_router
from keryx.control_plane.providers.router import router as providers_router
from keryx.control_plane.roles.router import router as roles_router
from keryx.control_plane.scope import PLATFORM_TENANT, PlatformScope
from keryx.control_plane.second_factor.router import router as second_factor_router
from keryx.control_plane.tenants.repository import TenantRepository
from keryx.control_plane.tenants.router import internal_router
from keryx.control_plane.tenants.router import router as tenants_router
from keryx.kit import problems
from keryx.kit.clock import Clock
from keryx.kit.http import add_health
from keryx.kit.ids import Ids
from keryx.kit.problems import Problem
from keryx.kit.settings import ControlPlaneSettings
from keryx.kit.tokens import read_keys

BASE = "/api/platform/v1"
ROUTERS = (
    login_router,
    rules_router,
    provider_login_router,
    forgotten_router,
    identity_router,
    mail_router,
    policy_router,
    providers_router,
    people_router,
    roles_router,
    second_factor_router,
    audit_router,
    tenants_router,
)


def make_app(settings: ControlPlaneSettings) -> FastAPI:
    """The application for these settings; its lifespan opens and closes all it uses."""
    app = FastAPI(
        title="Keryx platform",
        version="1",
        openapi_url="/api/platform/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lambda app: _running(app, settings),
    )
    problems.install(app)
    for away in (OperationalError, InterfaceError, PoolTimeout):
        app.add_exception_handler(away, _database_away)
    api = APIRouter(prefix=BASE)
    for router in ROUTERS:
        api.include_router(router)
    app.include_router(api)
    app.include_router(internal_router)
    add_health(app, lambda: _ready(app))
    return app


@asynccontextmanager
async def _running(app: FastAPI, settings: ControlPlaneSettings) -> AsyncIterator[None]:
    """Everything the routes use; closed in the opposite order, also when the start fails half-way."""
    async with AsyncExitStack() as open_things:
        database, passwords = Database(settings.database), Passwords()
        open_things.push_async_callback(database.close)
        open_things.callback(passwords.close)
        client = await open_things.enter_async_context(httpx.AsyncClient(trust_env=False))
        private_key = settings.key.read_text()
        platform = Platform(
            database=database,
            passwords=passwords,
            pusher=DirectoryPusher(database, client, private_key),
            ids=Ids(Clock().now),
            private_key=private_key,
            operator_keys=tuple(read_keys(settings.operator_keys)),
            bootstrap_token=settings.bootstrap_token_file.read_text().strip(),
            providers=Providers(client, settings.allow_http_providers),
            secrets_dir=settings.secrets_dir,
        )
        if settings.mail:
            platform.mailer = Mailer(database, settings.mail)
            await open_things.enter_async_context(_in_background(platform.mailer.run(), "mailer"))
        app.state.platform = platform
        await _declare_tenants(platform, settings)
        await open_things.enter_async_context(_in_background(platform.pusher.run(), "directory pusher"))
        if settings.audit_heads:
            signer = HeadSigner(database, settings.audit_heads, private_key, ISSUER)
            await open_things.enter_async_context(_in_background(signer.run(), "audit heads"))
        yield


@asynccontextmanager
async def _in_background(work: Coroutine[Any, Any, None], name: str) -> AsyncIterator[None]:
    task = asyncio.create_task(work, name=name)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _declare_tenants(platform: Platform, settings: ControlPlaneSettings) -> None:
    """Know the tenants of the settings, and the platform's own, whose people log in at the console host."""
    scope = PlatformScope()
    async with platform.transaction(scope) as session:
        await require_compatible(session)
        repository = TenantRepository(session, scope)
        await repository.keep(PLATFORM_TENANT, "Keryx", [settings.console_host], None)
        for tenant in settings.tenants:
            await repository.keep(tenant.id, tenant.id, list(tenant.hosts), tenant.engine)
    await platform.refresh_hosts()


async def _ready(app: FastAPI) -> bool:
    platform: Platform = app.state.platform
    try:
        async with platform.transaction(PlatformScope()) as session:
            await session.execute(text("SELECT 1"))
    except (OperationalError, InterfaceError, PoolTimeout):
        return False
    return True


async def _database_away(_: Request, __: Exception) -> Response:
    return problems.response(
        Problem(503, "database_away", "Logging in and changing people is not possible right now; try again shortly.")
    )
