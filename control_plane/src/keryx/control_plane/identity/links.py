"""Links with which a person sets a password, once."""

import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from keryx.control_plane.access.secrets import secret_hash
from keryx.control_plane.identity.models import ResetLink
from keryx.control_plane.identity.repository import IdentityRepository
from keryx.control_plane.scope import TenantScope

LINK_GOOD_FOR = timedelta(hours=24)
INVITATION_GOOD_FOR = timedelta(days=7)


async def new_link(
    session: AsyncSession, scope: TenantScope, person: UUID, good_for: timedelta = LINK_GOOD_FOR
) -> tuple[str, datetime]:
    """A secret for the person, and until when it is good; one made before is good no more."""
    secret, expires = secrets.token_urlsafe(32), datetime.now(UTC) + good_for
    link = ResetLink(tenant=scope.tenant_id, secret_hash=secret_hash(secret), person=person, expires_at=expires)
    await IdentityRepository(session, scope).replace_link(link)
    return secret, expires
