"""Tenants, and configurations pushed by the operator."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import ValidationError

from keryx.control_plane.access.caller import Acting, Caller, CallerRoute
from keryx.control_plane.platform import platform_of
from keryx.control_plane.scope import PLATFORM_TENANT, PlatformScope, TenantScope
from keryx.control_plane.tenants import service
from keryx.control_plane.tenants.repository import ConfigRepository, TenantRepository
from keryx.control_plane.tenants.schemas import ConfigPush, DeclaredTenant, NewTenant, Stored, TenantOut
from keryx.kit.problems import Problem, not_found, unauthenticated
from keryx.kit.tokens import TokenRefused, verify_push

MAX_CONFIG_BYTES = 32 * 1024 * 1024

router = APIRouter(prefix="/tenants", tags=["tenants"], route_class=CallerRoute)
internal_router = APIRouter(prefix="/internal/v1/tenants", include_in_schema=False)


@router.get("", operation_id="listTenants")
async def list_tenants(asking: Annotated[Caller, Depends(Acting("tenants.read"))]) -> list[TenantOut]:
    """All tenants of the platform (console host only)."""
    _require_console(asking)
    scope = PlatformScope()
    async with asking.platform.transaction(scope) as session:
        tenants = await TenantRepository(session, scope).all()
    return [TenantOut(id=each.id, display_name=each.display_name, hosts=each.hosts) for each in tenants]


@router.post("", operation_id="addTenant", status_code=201)
async def add_tenant(asking: Annotated[Caller, Depends(Acting("tenants.write"))], wanted: NewTenant) -> TenantOut:
    """Add a tenant (console host only). An id is never used again."""
    _require_console(asking)
    async with asking.platform.transaction(PlatformScope()) as session:
        tenant = await service.add(session, wanted)
    await asking.platform.refresh_hosts()
    return TenantOut(id=tenant.id, display_name=tenant.display_name, hosts=tenant.hosts)


@internal_router.put("/{tenant_id}")
async def declare_tenant(tenant_id: str, request: Request) -> TenantOut:
    """The operator tells of a tenant that was declared: its host names, and the engine its directory is pushed to."""
    body = await _signed_body(tenant_id, request)
    try:
        declared = DeclaredTenant.model_validate_json(body)
    except ValidationError as error:
        raise Problem(422, "invalid_request", "This is no declaration of a tenant.") from error
    platform = platform_of(request)
    async with platform.transaction(PlatformScope()) as session:
        tenant = await service.declare(session, tenant_id, declared)
    await platform.refresh_hosts()
    return TenantOut(id=tenant.id, display_name=tenant.display_name, hosts=tenant.hosts)


@internal_router.put("/{tenant_id}/config")
async def put_config(tenant_id: str, request: Request) -> Stored:
    """The push an engine gets too; tells us which queues, skills and sites there are."""
    body = await _signed_body(tenant_id, request)
    await _require_known(tenant_id, request)
    try:
        push = ConfigPush.model_validate_json(body)
    except ValidationError as error:
        raise Problem(422, "invalid_request", "This is no configuration push.") from error
    scope = TenantScope(tenant_id)
    async with platform_of(request).transaction(scope) as session:
        return await service.store_config(session, scope, push)


@internal_router.get("/{tenant_id}/config")
async def get_config(tenant_id: str, request: Request) -> Stored:
    """Version and hash of what is stored."""
    await _signed_body(tenant_id, request)
    await _require_known(tenant_id, request)
    scope = TenantScope(tenant_id)
    async with platform_of(request).transaction(scope) as session:
        known = await ConfigRepository(session, scope).known()
    if known is None:
        raise not_found("configuration")
    return Stored(version=known.version, hash=known.hash)


async def _signed_body(tenant_id: str, request: Request) -> bytes:
    """The body of a push the operator signed. Problem 401, 413."""
    platform = platform_of(request)
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > MAX_CONFIG_BYTES:
            raise Problem(413, "too_large", "A configuration has at most 32 MiB.")
    body = bytes(content)
    try:
        verify_push(request.headers.get("authorization"), body, tenant_id, {"operator": platform.operator_keys})
    except TokenRefused as refusal:
        raise unauthenticated("This push is not signed for this tenant.") from refusal
    return body


async def _require_known(tenant_id: str, request: Request) -> None:
    if not await platform_of(request).has_tenant(tenant_id):
        raise not_found("tenant")


def _require_console(asking: Caller) -> None:
    """Tenants are the platform's alone: elsewhere the list does not exist."""
    if asking.scope.tenant_id != PLATFORM_TENANT:
        raise not_found("page")
