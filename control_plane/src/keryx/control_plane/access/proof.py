"""Step-up: what opens doors for others, or takes a lock away, wants a proof of who asks that is not old.

A page left open at lunch, or a stolen cookie, is not enough to hand out a password or take an authenticator away.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends

from keryx.control_plane.access.caller import Caller, caller
from keryx.control_plane.second_factor.repository import SecondFactorRepository
from keryx.kit.problems import Problem

PROOF_GOOD_FOR = timedelta(minutes=15)


async def recently_proven(asking: Annotated[Caller, Depends(caller)]) -> None:
    """Problem 403 `proof_needed`, with `by` (code, password or provider), unless the person has just shown who they are.

    Programs with the bootstrap token have no lunch.
    """
    session, person = asking.login_session, asking.person
    if session is None or person is None:
        return
    if datetime.now(UTC) - (session.proven_at or session.created_at) < PROOF_GOOD_FOR:
        return
    has_totp = await SecondFactorRepository(asking.session, asking.scope).secret_of(person.id) is not None
    by = "code" if has_totp else "provider" if session.provider else "password"
    raise Problem(403, "proof_needed", "Show again that it is you.", by=by, provider=session.provider)
