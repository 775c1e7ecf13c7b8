"""Is what lives what was rendered? Live may hold more (defaults, what others own), never less and never something else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

RENDERED = "keryx.dev/rendered"
"""Annotation: digest of the rendered object. It tells when something is rendered no more, which live ⊇ rendered cannot see."""


def difference(live: Any, rendered: Any, path: str = "") -> str | None:
    """The first place where `live` lacks what was rendered, in words; None when there is none."""
    if isinstance(rendered, Mapping):
        return _of_mappings(live, rendered, path)
    if isinstance(rendered, Sequence) and not isinstance(rendered, str):
        return _of_lists(live, rendered, path)
    if live == rendered:
        return None
    return f"{path} is {_shown(live)}, not {_shown(rendered)}"


def _of_mappings(live: Any, rendered: Mapping[str, Any], path: str) -> str | None:
    if not isinstance(live, Mapping):
        return None if not rendered and live is None else f"{path} is missing"
    for key, value in rendered.items():
        place = f"{path}.{key}" if path else str(key)
        if key not in live:
            if _empty(value):
                continue
            return f"{place} is missing"
        if found := difference(live[key], value, place):
            return found
    return None


def _of_lists(live: Any, rendered: Sequence[Any], path: str) -> str | None:
    if not isinstance(live, Sequence) or isinstance(live, str):
        return None if not rendered and live is None else f"{path} is missing"
    if len(live) != len(rendered):
        return f"{path} has {len(live)} entries, not {len(rendered)}"
    for index, (one, wanted) in enumerate(zip(live, rendered, strict=True)):
        if found := difference(one, wanted, f"{path}[{index}]"):
            return found
    return None


def _empty(value: Any) -> bool:
    """The API server leaves out what is empty."""
    return value is None or value in ({}, [], "", False)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
