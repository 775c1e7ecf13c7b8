"""The audit trail as it is told and signed, by the control plane and the tenant's gateway alike, so that views can merge the two."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import msgspec
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from keryx.core.audit import Event, Head
from keryx.kit.tokens import sign, verify

HEAD_SECONDS = 3600.0
"""How often the head of a chain is signed, when it has moved."""
_AUDIENCE = "keryx audit"
_KEPT_SECONDS = 20 * 366 * 86_400
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

ExportFormat = Literal["csv", "jsonl"]
MEDIA_TYPES: dict[ExportFormat, str] = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson"}


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class AuditActor(_Wire):
    """Who acted: a person, a program with the bootstrap token, or nobody (a refused log-in)."""

    kind: str
    id: str
    login: str


class AuditObject(_Wire):
    """What was acted upon."""

    kind: str
    id: str
    name: str


class AuditEvent(_Wire):
    """One act: who, when, from where, on what, before and after, why it was allowed."""

    chain: str
    seq: int
    at: datetime
    actor: AuditActor
    address: str
    session: str
    action: str
    object: AuditObject
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    why: str
    hash: Annotated[str, Field(description="SHA-256 over the hash before and this event, hexadecimal")]

    @classmethod
    def of(cls, event: Event, link: bytes) -> AuditEvent:
        return cls(
            chain=event.chain,
            seq=event.seq,
            at=_moment(event),
            actor=AuditActor(kind=event.actor_kind, id=event.actor, login=event.actor_login),
            address=event.address,
            session=event.session,
            action=event.action,
            object=AuditObject(kind=event.object_kind, id=event.object_id, name=event.object_name),
            before=event.before,
            after=event.after,
            why=event.why,
            hash=link.hex(),
        )


class AuditPage(_Wire):
    """Events, the newest first."""

    items: list[AuditEvent]
    next: Annotated[str | None, Field(description="`cursor` of the next page; null at the end")]


def line(event: Event, link: bytes, form: ExportFormat) -> str:
    """An event as a line of an export. Only JSON lines can be verified; in CSV no cell is a formula."""
    if form == "jsonl":
        return json.dumps({**msgspec.to_builtins(event), "hash": link.hex()}, ensure_ascii=False) + "\n"
    cells = [_moment(event).isoformat(timespec="milliseconds"), *(getattr(event, name) for name in _CSV_FIELDS)]
    changes = (json.dumps(side, ensure_ascii=False) if side else "" for side in (event.before, event.after))
    return _csv([*cells, *changes, event.why, link.hex()])


_CSV_FIELDS = (
    "chain", "seq", "actor_kind", "actor", "actor_login", "address", "session", "action", "object_kind", "object_id",
    "object_name",
)  # fmt: skip


def header(form: ExportFormat) -> str:
    """The first line of an export, if the format has one."""
    return _csv(["at", *_CSV_FIELDS, "before", "after", "why", "hash"]) if form == "csv" else ""


def read_line(text: str) -> tuple[Event, str]:
    """An event and its hash from a line of a JSON export. msgspec.ValidationError or KeyError when it is none."""
    found = json.loads(text)
    kept = found.pop("hash")
    return msgspec.convert(found, Event), str(kept)


def sign_head(private_pem: str, issuer: str, head: Head) -> str:
    """A head that shows later how far the chain went."""
    return sign(private_pem, issuer=issuer, audience=_AUDIENCE, seconds=_KEPT_SECONDS, **msgspec.structs.asdict(head))


def read_head(token: str, public_pems: Iterable[str], issuer: str) -> Head:
    """The head that was signed. TokenRefused when nobody who may signed it."""
    claims = verify(token, public_pems, audience=_AUDIENCE, issuer=issuer, longest_seconds=_KEPT_SECONDS)
    return Head(chain=str(claims["chain"]), seq=int(claims["seq"]), hash=str(claims["hash"]))


def _moment(event: Event) -> datetime:
    return datetime.fromtimestamp(event.at / 1000, UTC)


def _csv(cells: Iterable[object]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_plain(str(cell)) for cell in cells])
    return out.getvalue()


def _plain(cell: str) -> str:
    """The cell, marked as text where a spreadsheet would compute it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
