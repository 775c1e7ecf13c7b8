"""Finding people among ten thousand: filters, order and pages are the database's work.

Letters are compared without accents and case, so that "lefevre" finds "Lefèvre". A page begins after the last person of the one
before (by what they are sorted by, then login), so people who come and go meanwhile neither repeat nor skip others.
"""

import base64
import binascii
import json
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, and_, false, func, literal, literal_column, or_, select, true, tuple_, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from keryx.control_plane.directory.models import PersonRow
from keryx.control_plane.scope import TenantScope
from keryx.control_plane.tenants.schemas import Wire
from keryx.core.rights import Principal, allowed
from keryx.core.roles import Reach
from keryx.kit.problems import Problem

_MARKS: Final = "".join(chr(code) for code in range(0x300, 0x370))
"""Combining accents, which a decomposed letter carries."""


class PeopleFilters(Wire):
    """Who is meant: all that is given must be true of a person."""

    q: Annotated[
        str | None, Field(max_length=200, description="Words of name, login, extension or team, without accents")
    ] = None
    role: str | None = None
    team: str | None = None
    site: str | None = None
    queue: str | None = None
    skill: str | None = None
    active: bool | None = None


class PeopleQuery(PeopleFilters):
    """A page of those who are meant."""

    sort: Literal["login", "name", "role", "team", "site"] = "login"
    descending: bool = False
    limit: Annotated[int, Field(ge=1, le=1000)] = 200
    cursor: Annotated[str | None, Field(max_length=1000, description="`next` of the page before")] = None


class Listing:
    """What `principal` may see of the people of one tenant."""

    def __init__(self, session: AsyncSession, scope: TenantScope, principal: Principal) -> None:
        self._session = session
        self._seen = and_(col(PersonRow.tenant) == scope.tenant_id, _seen_by(principal))

    async def page(self, query: PeopleQuery) -> tuple[Sequence[PersonRow], int, str | None]:
        """The people of one page, how many there are on all, and the cursor of the next. Problem 422 `invalid_cursor`."""
        meant = and_(self._seen, *_conditions(query))
        total = (await self._session.execute(select(func.count()).select_from(PersonRow).where(meant))).scalar_one()
        key, login = _key(query.sort), col(PersonRow.login)
        statement = select(PersonRow, key).where(meant)
        if query.cursor is not None:
            after = tuple_(*(literal(each) for each in _read_cursor(query.cursor)))
            here = tuple_(key, login)
            statement = statement.where(here < after if query.descending else here > after)
        order = (key.desc(), login.desc()) if query.descending else (key, login)
        rows = (await self._session.execute(statement.order_by(*order).limit(query.limit + 1))).all()
        people = [row[0] for row in rows[: query.limit]]
        last = rows[query.limit - 1] if len(rows) > query.limit else None
        return people, total, _cursor(str(last[1]), last[0].login) if last else None

    async def all(self, filters: PeopleFilters) -> Sequence[PersonRow]:
        """Everyone who is meant, by login."""
        statement = select(PersonRow).where(self._seen, *_conditions(filters)).order_by(col(PersonRow.login))
        return (await self._session.execute(statement)).scalars().all()

    async def teams(self) -> list[str]:
        """The teams people are in."""
        return await self._names(col(PersonRow.team))

    async def carried(self) -> dict[str, list[str]]:
        """The names of queues, skills and sites that people carry, declared or not."""
        queues = func.jsonb_array_elements(col(PersonRow.queues)).op("->>")("queue")
        return {
            "queues": await self._names(queues),
            "skills": await self._names(func.jsonb_object_keys(col(PersonRow.skills))),
            "sites": await self._names(col(PersonRow.site)),
        }

    async def _names(self, expression: Any) -> list[str]:
        found = await self._session.execute(select(expression).where(self._seen).distinct())
        return sorted(name for name in found.scalars() if name)


def _seen_by(principal: Principal) -> ColumnElement[bool]:
    """The same answer for each row as `policy.may(principal, "people.read", person)`."""
    scope = allowed(principal, "people.read").scope
    if scope is None:
        return false()
    if scope.reach is Reach.TENANT:
        return true()
    within: list[ColumnElement[bool]] = [col(PersonRow.site).in_(scope.sites), col(PersonRow.team).in_(scope.teams)]
    within += [_in_queue(queue) for queue in scope.queues]
    if scope.reach is Reach.SITE and principal.site is not None:
        within.append(col(PersonRow.site) == principal.site)
    if scope.reach is Reach.TEAM and principal.team is not None:
        within.append(col(PersonRow.team) == principal.team)
    return or_(*within, *_oneself(principal))


def _oneself(principal: Principal) -> Iterator[ColumnElement[bool]]:
    try:
        yield col(PersonRow.id) == UUID(principal.person_id)
    except ValueError:  # whoever holds the bootstrap token is no person
        return


def _conditions(filters: PeopleFilters) -> Iterator[ColumnElement[bool]]:
    for name in ("role", "team", "site", "active"):
        if (value := getattr(filters, name)) is not None:
            yield col(getattr(PersonRow, name)) == value
    if filters.queue is not None:
        yield _in_queue(filters.queue)
    if filters.skill is not None:
        yield type_coerce(col(PersonRow.skills), JSONB).has_key(filters.skill)
    told = func.concat_ws(" ", *(col(getattr(PersonRow, name)) for name in ("name", "login", "extension", "team")))
    for word in plain(filters.q or "").split():
        yield _plain(told).contains(word, autoescape=True)


def _in_queue(queue: str) -> ColumnElement[bool]:
    return type_coerce(col(PersonRow.queues), JSONB).contains([{"queue": queue}])


def _key(sort: str) -> ColumnElement[str]:
    column = col(getattr(PersonRow, sort))
    return _plain(column) if sort == "name" else func.coalesce(column, "")


def _plain(text: Any) -> ColumnElement[str]:
    decomposed = func.normalize(text, literal_column("NFD"))
    return func.lower(func.translate(decomposed, _MARKS, ""), type_=None)


def plain(text: str) -> str:
    """Letters without accents and case, as the database makes them."""
    return unicodedata.normalize("NFD", text).translate(dict.fromkeys(map(ord, _MARKS))).lower()


def _cursor(key: str, login: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([key, login]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[str, str]:
    try:
        key, login = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, binascii.Error) as error:
        raise Problem(422, "invalid_cursor", "This cursor is not one that a page gave.") from error
    if not isinstance(key, str) or not isinstance(login, str):
        raise Problem(422, "invalid_cursor", "This cursor is not one that a page gave.")
    return key, login
