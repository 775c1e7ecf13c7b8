"""The objects of one tenant's namespace, compiled: each good, or in its last good form, or left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, cast

from .checks import Surroundings, object_problems
from .config import TenantConfig
from .declared import Declared, Key
from .flow_graph import raw_flow_problems
from .kinds.base import STEP, Spec
from .kinds.prompt import PromptSpec
from .kinds.table import KINDS
from .kinds.tenant import TenantSpec
from .kinds.tenant_settings import TenantSettingsSpec
from .overlaps import crossing_problems, overlap_problems, quota_problems
from .problem import Problem
from .references import Reference, raw_references, references, secret_references
from .resource import Resource, secret_values
from .specs import read_spec

_FIELDS = {kind.name: kind.field for kind in KINDS.values() if kind.field is not None}


def compile_namespace(
    declared: Declared, namespace: str, tenant: TenantSpec, last_good: TenantConfig | None
) -> tuple[TenantConfig, list[Problem]]:
    """The config of `tenant`, whose objects stand in `namespace`, and the problems of those objects."""
    work = _Namespace(declared, namespace, tenant, _objects_of(last_good))
    settings = work.settings(last_good)
    work.read(Surroundings(tenant, settings))
    work.settle()
    return _config(tenant, namespace, settings, work.chosen), work.problems


@dataclass
class _Namespace:
    declared: Declared
    namespace: str
    tenant: TenantSpec
    last_good: Mapping[Key, Spec]
    chosen: dict[Key, Spec] = field(default_factory=dict)
    new: set[Key] = field(default_factory=set)
    """Keys whose chosen form is the declared one."""
    problems: list[Problem] = field(default_factory=list)
    resources: dict[Key, Resource] = field(default_factory=dict)
    present: set[Key] = field(default_factory=set)
    """Keys that are declared, whether or not they are right."""

    def settings(self, last_good: TenantConfig | None) -> TenantSettingsSpec:
        """The declared settings if they are right, else the last good ones, else the defaults within the Tenant's bounds."""
        found: TenantSettingsSpec | None = None
        for (kind, name), resource in self.declared.within(self.namespace).items():
            if kind != "TenantSettings":
                continue
            spec = read_spec(resource)
            if isinstance(spec, list):
                self.problems += spec
                continue
            settings = cast(TenantSettingsSpec, spec)
            problems = object_problems(resource, settings, Surroundings(self.tenant, settings))
            self.problems += problems
            if not problems and not self.declared.is_broken(self.namespace, (kind, name)):
                found = settings
        if found is not None:
            return found
        declared_wrongly = self.declared.unreadable or any(
            kind == "TenantSettings"
            for kind, _ in (*self.declared.within(self.namespace), *self.declared.broken_within(self.namespace))
        )
        return last_good.settings if last_good and declared_wrongly else _default_settings(self.tenant)

    def read(self, around: Surroundings) -> None:
        """Choose each object's declared form if it is right by itself, else its last good one."""
        self.resources = {key: one for key, one in self.declared.within(self.namespace).items() if key[0] in _FIELDS}
        self.present = set(self.resources) | self.declared.broken_within(self.namespace)
        if self.declared.unreadable:
            self.present |= set(self.last_good)
        for key, resource in self.resources.items():
            spec = read_spec(resource)
            problems = spec if isinstance(spec, list) else object_problems(resource, spec, around)
            self.problems += problems
            if isinstance(spec, list) and key[0] == "Flow":
                self.problems += raw_flow_problems(resource)
            if problems or isinstance(spec, list) or self.declared.is_broken(self.namespace, key):
                self._name_missing(key, raw_references(KINDS[key[0]].spec, resource.spec))
                continue
            self.chosen[key] = _beside_manifest(spec, resource)
            self.new.add(key)
        for key in self.present - self.new:
            self._fall_back(key)

    def settle(self) -> None:
        """Fall back until every reference leads somewhere and no two objects want the same."""
        self._secrets()
        while self._references() or self._overlaps():
            pass

    def _references(self) -> bool:
        """One round; whether anything changed."""
        changed = False
        for key, spec in list(self.chosen.items()):
            named = (one for one in references(spec) if one.kind != STEP)
            missing = [one for one in named if (one.kind, one.name) not in self.chosen]
            if not missing:
                continue
            changed = True
            if key in self.new:
                self._name_missing(key, missing)
                self._drop(key)
            elif all((one.kind, one.name) in self.last_good for one in missing):
                self.chosen |= {(one.kind, one.name): self.last_good[one.kind, one.name] for one in missing}
            else:
                del self.chosen[key]
        return changed

    def _name_missing(self, key: Key, missing: Iterable[Reference]) -> None:
        """What is declared, though wrongly, has its own problem already."""
        for one in missing:
            if one.kind != STEP and (one.kind, one.name) not in self.present:
                self._complain(key, one.path, f"there is no {one.kind} `{one.name}`", missing=one.name)

    def _complain(self, key: Key, path: str, message: str, *, missing: str) -> None:
        self.problems.append(self.resources[key].problem(path, message, "ReferenceNotFound", missing=missing))

    def _secrets(self) -> None:
        secrets = {
            one.name: secret_values(one) for one in self.declared.of_kind("Secret") if one.namespace == self.namespace
        }
        for key in sorted(self.new):
            for path, reference in secret_references(self.chosen[key]):
                if reference.name not in secrets:
                    self._complain(
                        key, f"{path}.name", f"there is no Secret `{reference.name}`", missing=reference.name
                    )
                elif reference.key not in secrets[reference.name]:
                    message = f"Secret `{reference.name}` has no key `{reference.key}`"
                    self._complain(key, f"{path}.key", message, missing=reference.key)
                else:
                    continue
                self._drop(key)
                break

    def _overlaps(self) -> bool:
        """One object at a time falls back: the one that changed, if the other did not."""
        unchanged = {key for key, spec in self.chosen.items() if self.last_good.get(key) == spec}
        found = (
            *overlap_problems(self.chosen, unchanged),
            *crossing_problems(self.chosen),
            *quota_problems(self.chosen, unchanged, self.tenant),
        )
        for key, path, message, reason in found:
            if key in self.new:
                self.problems.append(self.resources[key].problem(path, message, reason))
                return self._drop(key)
        return False

    def _drop(self, key: Key) -> bool:
        """The declared form is given up. Whether that changed anything."""
        if key not in self.new:
            return False
        self.new.discard(key)
        del self.chosen[key]
        self._fall_back(key)
        return True

    def _fall_back(self, key: Key) -> None:
        if key in self.last_good:
            self.chosen[key] = self.last_good[key]


def _default_settings(tenant: TenantSpec) -> TenantSettingsSpec:
    language = "fr" if "fr" in tenant.languages else tenant.languages[0]
    bounds = tenant.bounds
    months = min(max(12, bounds.min_retention_months), bounds.max_retention_months)
    return TenantSettingsSpec(default_language=language, retention_months=max(1, months))


def _beside_manifest(spec: Spec, resource: Resource) -> Spec:
    """A prompt's relative path is meant from its manifest's folder."""
    if not isinstance(spec, PromptSpec) or spec.audio is None or resource.file is None or "://" in spec.audio.uri:
        return spec
    uri = str(PurePath(resource.file).parent / spec.audio.uri)
    return spec.model_copy(update={"audio": spec.audio.model_copy(update={"uri": uri})})


def _objects_of(config: TenantConfig | None) -> dict[Key, Spec]:
    if config is None:
        return {}
    return {(kind, name): spec for kind, held in _FIELDS.items() for name, spec in getattr(config, held).items()}


def _config(
    tenant: TenantSpec, namespace: str, settings: TenantSettingsSpec, chosen: Mapping[Key, Spec]
) -> TenantConfig:
    fields: dict[str, dict[str, Any]] = defaultdict(dict)
    for (kind, name), spec in sorted(chosen.items()):
        fields[_FIELDS[kind]][name] = spec
    return TenantConfig(tenant_id=tenant.id, namespace=namespace, tenant=tenant, settings=settings, **fields)
