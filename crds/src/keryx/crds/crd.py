"""CustomResourceDefinitions from the models: a structural schema with descriptions, bounds and CEL rules.

Defaults stand on single fields, never within list items (GitOps tools would see drift for ever; `compile` fills
them). A new object has status.observedGeneration -1, so that tools do not take it for current before anybody has looked at it.
"""

from __future__ import annotations

from typing import Any

from .kinds.base import GROUP, VERSION
from .kinds.table import Kind
from .kinds.tenant_settings import SETTINGS_NAME
from .manifests import MAX_NAME

Schema = dict[str, Any]
_DROPPED = ("title", "$defs", "propertyNames", "additionalProperties", "patternProperties")
_CONDITION: Schema = {
    "type": "object",
    "required": ["type", "status", "reason", "message", "lastTransitionTime"],
    "properties": {
        "type": {"type": "string", "maxLength": 316, "description": "Ready, Reconciling or Stalled."},
        "status": {"type": "string", "enum": ["True", "False", "Unknown"]},
        "reason": {"type": "string", "maxLength": 1024, "description": "One word for programs."},
        "message": {"type": "string", "maxLength": 32768, "description": "A sentence for people."},
        "lastTransitionTime": {"type": "string", "format": "date-time"},
        "observedGeneration": {"type": "integer", "format": "int64", "minimum": 0},
    },
}


def custom_resource_definition(kind: Kind) -> Schema:
    """The CRD of `kind`, as the API server takes it."""
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{kind.plural}.{GROUP}"},
        "spec": {
            "group": GROUP,
            "scope": "Namespaced" if kind.namespaced else "Cluster",
            "names": {
                "kind": kind.name,
                "listKind": f"{kind.name}List",
                "plural": kind.plural,
                "singular": kind.name.lower(),
                "shortNames": list(kind.short),
                "categories": ["keryx"],
            },
            "conversion": {"strategy": "None"},
            "versions": [_version(kind)],
        },
    }


def spec_schema(kind: Kind) -> Schema:
    """The structural schema of the spec of `kind`."""
    schema = kind.spec.model_json_schema(by_alias=True)
    return _structural(schema, schema.get("$defs", {}), in_list=False)


def _version(kind: Kind) -> Schema:
    return {
        "name": VERSION,
        "served": True,
        "storage": True,
        "subresources": {"status": {}},
        "additionalPrinterColumns": _columns(kind),
        "schema": {"openAPIV3Schema": _root(kind)},
    }


def _columns(kind: Kind) -> list[Schema]:
    own = [{"name": one.name, "type": one.type, "jsonPath": one.path} for one in kind.columns]
    ready = {"name": "Ready", "type": "string", "jsonPath": '.status.conditions[?(@.type=="Ready")].status'}
    reason = {
        "name": "Reason",
        "type": "string",
        "priority": 1,
        "jsonPath": '.status.conditions[?(@.type=="Ready")].message',
    }
    return [*own, ready, reason, {"name": "Age", "type": "date", "jsonPath": ".metadata.creationTimestamp"}]


def _root(kind: Kind) -> Schema:
    rules = [
        {
            "rule": f"size(self.metadata.name) <= {MAX_NAME} && !self.metadata.name.contains('.')",
            "message": f"a name is at most {MAX_NAME} characters: lower-case letters, digits and hyphens between them",
        }
    ]
    if kind.name == "TenantSettings":
        message = f"the one TenantSettings of a tenant is called {SETTINGS_NAME}"
        rules.append({"rule": f"self.metadata.name == '{SETTINGS_NAME}'", "message": message})
    return {
        "type": "object",
        "description": (kind.spec.__doc__ or "").strip(),
        "required": ["spec"],
        "properties": {
            "apiVersion": {"type": "string"},
            "kind": {"type": "string"},
            "metadata": {"type": "object"},
            "spec": spec_schema(kind),
            "status": _status(kind),
        },
        "x-kubernetes-validations": rules,
    }


def _status(kind: Kind) -> Schema:
    return {
        "type": "object",
        "description": "What became of the object; written by the operator.",
        "default": {"observedGeneration": -1},
        "properties": {
            "observedGeneration": {"type": "integer", "format": "int64", "description": "Generation last looked at."},
            **{one.name: {"type": one.type, "description": one.description} for one in kind.status},
            "conditions": {
                "type": "array",
                "maxItems": 16,
                "x-kubernetes-list-type": "map",
                "x-kubernetes-list-map-keys": ["type"],
                "items": _CONDITION,
            },
        },
    }


def _structural(schema: Schema, definitions: Schema, *, in_list: bool) -> Schema:
    """`schema` without references, unions with null, and whatever else a structural schema cannot hold."""
    schema = _resolved(schema, definitions)
    made = {key: value for key, value in schema.items() if key not in (*_DROPPED, "default", "properties", "items")}
    if "const" in made:
        made["enum"] = [made.pop("const")]
    if "properties" in schema:
        made["properties"] = {
            name: _structural(one, definitions, in_list=in_list) for name, one in schema["properties"].items()
        }
    if "items" in schema:
        made["items"] = _structural(schema["items"], definitions, in_list=True)
    for values in schema.get("patternProperties", {}).values():
        made["additionalProperties"] = _structural(values, definitions, in_list=True)
    if not in_list and schema.get("default") not in (None, [], {}):
        made["default"] = {} if isinstance(schema["default"], dict) else schema["default"]
    return made


def _resolved(schema: Schema, definitions: Schema) -> Schema:
    """References followed and `X | None` made X; what stands beside a reference is stronger than what it leads to."""
    while "$ref" in schema or "anyOf" in schema:
        beside = {key: value for key, value in schema.items() if key not in ("$ref", "anyOf")}
        if "$ref" in schema:
            inner = definitions[schema["$ref"].rsplit("/", 1)[1]]
        else:
            (inner,) = (one for one in schema["anyOf"] if one.get("type") != "null")
        schema = inner | beside
    return schema
