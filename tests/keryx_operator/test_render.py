"""What a tenant is made of. A wrong field here is a tenant without a door, without a wall, or without its calls."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from keryx.operator.offline import render_folder
from keryx.operator.render.names import Object
from keryx.operator.render.tenant import rendered
from keryx.operator.seen import place_of
from keryx.operator.settings import GatewayReference, OperatorSettings, Routes
from keryx.tenant_runtime.telephony.ami import EQUIPPED

from .acme import FOLDER, plan

_GOLDEN = Path(__file__).parent / "golden/acme.yaml"


def _pods(objects: list[Object]) -> Iterator[tuple[str, dict[str, Any]]]:
    for one in objects:
        if one["kind"] == "Deployment":
            yield one["metadata"]["name"], one["spec"]["template"]["spec"]


def test_the_example_is_rendered_as_reviewed() -> None:
    """After a wanted change: `KERYX_WRITE_GOLDEN=1 pytest …`, and read the difference before it is committed."""
    objects, problems = render_folder(FOLDER, OperatorSettings(), {}, {})
    text = yaml.safe_dump_all(objects["acme"], sort_keys=False, allow_unicode=True, width=140)
    if os.environ.get("KERYX_WRITE_GOLDEN"):
        _GOLDEN.write_text(text)
    assert not problems
    assert text == _GOLDEN.read_text()


def test_no_pod_has_a_privilege_a_token_or_a_root_it_can_write() -> None:
    for name, spec in _pods(rendered(plan())):
        assert spec["automountServiceAccountToken"] is False, name
        assert spec["securityContext"]["runAsNonRoot"], name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(spec), name
        for container in (*spec["containers"], *spec.get("initContainers", ())):
            security = container["securityContext"]
            assert security["readOnlyRootFilesystem"], container["name"]
            assert security["capabilities"] == {"drop": ["ALL"]}, container["name"]
            assert container["resources"]["limits"]["memory"], container["name"]


def test_a_site_is_ready_once_the_engine_has_said_so() -> None:
    """If this fails, callers are led to an Asterisk that does not know their carrier yet, or to none for ever."""
    spec = dict(_pods(rendered(plan())))["site-paris"]
    asterisk = next(one for one in spec["containers"] if one["name"] == "asterisk")
    assert f"{EQUIPPED}=1" in asterisk["readinessProbe"]["exec"]["command"][-1]


def test_asterisk_is_shown_no_key_and_no_token_of_the_tenant() -> None:
    spec = dict(_pods(rendered(plan())))["site-paris"]
    asterisk = next(one for one in spec["containers"] if one["name"] == "asterisk")
    assert {mount["name"] for mount in asterisk["volumeMounts"]} == {
        "asterisk-configuration", "asterisk-run", "site", "tmp",
    }  # fmt: skip
    assert all(variable["name"] != "PGPASSWORD" for variable in asterisk["env"])


def test_a_secret_is_never_in_the_settings_or_in_a_pods_template() -> None:
    secret = b"hunter2-carrier"
    made = plan()
    with_secret = type(made)(made.settings, made.spec, made.config, made.server, {"carrier": {"password": secret}})
    objects = [one for one in rendered(with_secret) if one["kind"] != "Secret"]
    assert secret.decode() not in yaml.safe_dump(objects)
    (held,) = (one for one in rendered(with_secret) if one["kind"] == "Secret")
    assert set(held["data"]) == {"carrier.password"}


def test_a_suspended_tenant_keeps_its_data_and_runs_nothing() -> None:
    kinds = [one["kind"] for one in rendered(plan(suspended=True))]
    assert kinds == ["Namespace", "RoleBinding", "PersistentVolumeClaim"]


def test_everything_is_denied_first() -> None:
    policies = {one["metadata"]["name"]: one["spec"] for one in rendered(plan()) if one["kind"] == "NetworkPolicy"}
    assert policies["default-deny"]["podSelector"] == {}
    assert policies["default-deny"]["policyTypes"] == ["Ingress", "Egress"]
    assert "ingress" not in policies["default-deny"]
    assert set(policies) == {"default-deny", "engine", "gateway", "worker", "site"}


@pytest.mark.parametrize(
    ("routes", "kinds"),
    [
        (Routes(kind="HTTPRoute", gateway=GatewayReference(namespace="edge", name="public")), ["HTTPRoute"]),
        (Routes(kind="Ingress", ingress_class="nginx"), ["Service", "Ingress"]),
        (Routes(), []),
    ],
)
def test_browsers_are_led_to_the_gateway_and_logins_to_the_control_plane(routes: Routes, kinds: list[str]) -> None:
    names = {"tenant", "control-plane"}
    objects = rendered(plan(OperatorSettings(routes=routes)))
    found = [
        one
        for one in objects
        if one["metadata"]["name"] in names and one["kind"] in ("HTTPRoute", "Ingress", "Service")
    ]
    assert [one["kind"] for one in found] == kinds
    if kinds:
        assert "acme.localhost" in yaml.safe_dump(found[-1])
        assert "/api/platform/" in yaml.safe_dump(found[-1])


def test_the_same_plan_gives_the_same_objects_and_each_once() -> None:
    first, again = rendered(plan()), rendered(plan())
    assert first == again
    assert len({place_of(one) for one in first}) == len(first)
