"""From plain values to a kind's model, or to sentences that say what is wrong with them."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from .kinds.base import Spec
from .kinds.flow import BRANCHES, StepBody
from .kinds.table import KINDS
from .problem import Problem, Reason
from .references import models_in
from .resource import Resource


def read_spec(resource: Resource) -> Spec | list[Problem]:
    """The spec of `resource` as its kind's model, or all that is wrong with it. Same types as the API server: no coercion."""
    kind = KINDS[resource.kind]
    try:
        text = json.dumps(resource.spec)
    except (ValueError, RecursionError) as error:
        return [resource.problem("spec", f"spec cannot be read: {error}")]
    try:
        return kind.spec.model_validate_json(text, strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        found = _worth_telling(error.errors(include_url=False))
        return list(dict.fromkeys(_problem(resource, kind.spec, details) for details in found))


def _worth_telling(errors: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A list is not also called too short because its entries are wrong."""
    inner = {tuple(error["loc"][:depth]) for error in errors for depth in range(1, len(error["loc"]))}
    return [error for error in errors if error["type"] != "too_short" or tuple(error["loc"]) not in inner]


def _problem(resource: Resource, model: type[BaseModel], details: Mapping[str, Any]) -> Problem:
    location = details["loc"]
    while len(location) > 1 and isinstance(location[-1], int):
        location = location[:-1]
    holder = _holder(model, location[:-1])
    reason, message = _sentence(details, str(location[-1]) if location else "spec", holder)
    return resource.problem(_path(details["loc"]), message, reason)


def _path(location: tuple[int | str, ...]) -> str:
    path = "spec"
    for part in location:
        if part == "[key]":
            continue
        path += f"[{part}]" if isinstance(part, int) else f".{part}"
    return path


def _sentence(details: Mapping[str, Any], field: str, holder: type[BaseModel] | None) -> tuple[Reason, str]:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "missing":
        return _missing(field, holder)
    if kind == "extra_forbidden":
        return "Invalid", _unknown(field, holder)
    if kind == "value_error":
        return "Invalid", str(context.get("error", details["msg"]))
    made = _SENTENCES.get(kind)
    shown = _shown(details.get("input"))
    text = made.format(shown=shown, **context) if made else f"{_lower(details['msg'])}, not {shown}"
    if kind == "string_pattern_mismatch" and (described := _description(field, holder)):
        text += f" ({described})"
    if kind == "string_type" and isinstance(details.get("input"), bool | int | float):
        text += "; write it in quotes"
    return "Invalid", text


_SENTENCES = {
    "string_type": "must be a text, not {shown}",
    "int_type": "must be a whole number, not {shown}",
    "bool_type": "must be true or false, not {shown}",
    "tuple_type": "must be a list, not {shown}",
    "dict_type": "must be an object of names and values, not {shown}",
    "model_type": "must be an object, not {shown}",
    "model_attributes_type": "must be an object, not {shown}",
    "literal_error": "must be {expected}, not {shown}",
    "greater_than_equal": "must be at least {ge}, not {shown}",
    "less_than_equal": "must be at most {le}, not {shown}",
    "string_pattern_mismatch": "{shown} does not have the form {pattern}",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "must have at least {min_length}",
    "too_long": "must have at most {max_length} entries",
}


def _description(field: str, holder: type[BaseModel] | None) -> str:
    fields = holder.model_fields.items() if holder else ()
    found = next((info.description for name, info in fields if (info.alias or name) == field), None)
    return _lower(found or "").rstrip(".")


def _missing(field: str, holder: type[BaseModel] | None) -> tuple[Reason, str]:
    branches = {info.alias for name, info in holder.model_fields.items() if name in BRANCHES} if holder else set()
    if holder is not None and issubclass(holder, StepBody) and field in branches:
        return "MissingBranch", f"the step does not say where its branch `{field}` leads"
    return "Invalid", f"`{field}` is missing"


def _unknown(field: str, holder: type[BaseModel] | None) -> str:
    names = [info.alias or name for name, info in holder.model_fields.items()] if holder else []
    near = difflib.get_close_matches(field, names, n=1)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    if field in ("true", "false") and not near:
        hint = "; `yes`, `no`, `on` and `off` are true and false in YAML"
    return f"there is no field `{field[:60]}` here{hint}"


def _holder(model: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model that a location leads to; None when it leads to something else."""
    current: type[BaseModel] | None = model
    for part in location:
        if current is None or isinstance(part, int):
            continue
        info = next((one for name, one in current.model_fields.items() if (one.alias or name) == part), None)
        current = None if info is None else next(models_in(info.annotation), None)
    return current


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    text = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "?", text)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
