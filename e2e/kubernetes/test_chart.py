"""The chart as a platform admin meets it: what it accepts, what it makes, and who may do what."""

import json
from typing import Any

import pytest
import yaml

from e2e.kubernetes.conftest import CHART, VALUES
from e2e.support.cluster import PLATFORM, Cluster

pytestmark = [pytest.mark.cluster, pytest.mark.smoke, pytest.mark.timeout(3600)]

Json = dict[str, Any]
DIGEST = f"sha256:{'5' * 64}"
TENANT = """
apiVersion: keryx.dev/v1alpha1
kind: Tenant
metadata: {{name: {name}}}
spec: {{id: {id}, displayName: Test, hosts: [{host}], languages: [fr], timeZone: Europe/Paris, country: FR, {more}}}
"""


def rendered(cluster: Cluster, *values: str) -> list[Json]:
    words = ["template", "keryx", CHART, "-n", PLATFORM, "-f", str(VALUES)]
    return [each for each in yaml.safe_load_all(cluster.helm(*words, *(f"--set={value}" for value in values))) if each]


def pods(objects: list[Json]) -> list[Json]:
    """The pod specs; what a StatefulSet would claim is an emptyDir here."""
    found = [each["spec"] for each in objects if each["kind"] == "Pod"]
    for each in objects:
        if each["kind"] in ("Deployment", "StatefulSet"):
            spec, claims = each["spec"]["template"]["spec"], each["spec"].get("volumeClaimTemplates", [])
            spec["volumes"] += [{"name": claim["metadata"]["name"], "emptyDir": {}} for claim in claims]
            found.append(spec)
    return found


def test_an_image_is_named_by_tag_or_by_digest(cluster: Cluster) -> None:
    """If this fails, who pins digests runs something else than they checked."""
    by_tag = {container["image"] for pod in pods(rendered(cluster)) for container in pod["containers"]}
    assert by_tag == {"localhost/keryx:dev", "localhost/keryx-trial:dev"}
    objects = rendered(cluster, f"images.keryx.digest={DIGEST}", f"images.asterisk.digest={DIGEST}")
    by_digest = {container["image"] for pod in pods(objects) for container in pod["containers"]}
    assert f"localhost/keryx@{DIGEST}" in by_digest
    settings = next(each for each in objects if each["kind"] == "ConfigMap" and "operator.json" in each["data"])
    images = json.loads(settings["data"]["operator.json"])["images"]
    assert images == {"keryx": f"localhost/keryx@{DIGEST}", "asterisk": f"localhost/keryx-asterisk@{DIGEST}"}


@pytest.mark.parametrize("value", ["routes.kind=Wish", "domain=-", "operator.engineReplicas=9", "nonsense=1"])
def test_a_value_that_is_none_is_refused(cluster: Cluster, value: str) -> None:
    """If this fails, a slip of the pen becomes a platform that does not work."""
    with pytest.raises(AssertionError, match=value.partition("=")[0].split(".")[0]):
        rendered(cluster, value)


def test_an_external_database_needs_its_particulars(cluster: Cluster) -> None:
    """If this fails, the platform is installed with a database nobody named."""
    with pytest.raises(AssertionError, match=r"database\.external\.host is needed"):
        rendered(cluster, "database.mode=external")


def test_every_pod_is_fit_for_a_restricted_namespace(cluster: Cluster) -> None:
    """If this fails, clusters with Pod Security refuse the platform. The API server judges."""
    namespace = "restricted"
    cluster.apply(f"{{apiVersion: v1, kind: Namespace, metadata: {{name: {namespace}}}}}")
    cluster.kubectl("label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted", "--overwrite")
    for number, spec in enumerate(pods(rendered(cluster))):
        spec.pop("serviceAccountName", None)
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"p{number}", "namespace": namespace}}
        cluster.kubectl("create", "--dry-run=server", "-f", "-", stdin=json.dumps({**pod, "spec": spec}))
        for container in [*spec["containers"], *spec.get("initContainers", [])]:
            assert container["securityContext"]["readOnlyRootFilesystem"] is True


def test_the_notes_say_that_the_bundled_database_has_no_backup(cluster: Cluster) -> None:
    """If this fails, somebody keeps a company's records where nobody saves them."""
    words = ["install", "keryx", CHART, "-n", PLATFORM, "-f", str(VALUES), "--dry-run=client"]
    assert "NO BACKUP" in cluster.helm(*words)


@pytest.mark.parametrize(
    ("namespace", "host", "sentence"),
    [
        ("kube-system", "one.localhost", "cannot be declared in the namespace kube-system"),
        ("keryx-t-other", "one.localhost", "cannot be declared in the namespace keryx-t-other"),
        ("one", "console.keryx.localhost", "is the platform’s own console"),
    ],
)
def test_a_tenant_stays_out_of_what_is_not_its_own(
    installed: Cluster, namespace: str, host: str, sentence: str
) -> None:
    """If this fails, a Tenant takes over the platform's namespaces or its console."""
    manifest = TENANT.format(name="one", id="one", host=host, more=f"namespace: {namespace}")
    assert sentence in installed.refused("apply", "--dry-run=server", "-f", "-", stdin=manifest)


def test_a_good_tenant_is_admitted(installed: Cluster) -> None:
    """If this fails, the policies refuse everybody."""
    manifest = TENANT.format(name="one", id="one", host="one.localhost", more="namespace: one")
    installed.kubectl("apply", "--dry-run=server", "-f", "-", stdin=manifest)


@pytest.mark.parametrize(
    ("role", "verb", "resource", "allowed"),
    [
        ("keryx-tenant-view", "list", "queues.keryx.dev", True),
        ("keryx-tenant-view", "patch", "queues.keryx.dev", False),
        ("keryx-tenant-edit", "patch", "queues.keryx.dev", True),
        ("keryx-tenant-edit", "delete", "flows.keryx.dev", True),
        ("keryx-tenant-edit", "patch", "queues.keryx.dev/status", False),
        ("keryx-tenant-edit", "get", "secrets", False),
        ("keryx-tenant-edit", "list", "pods", False),
        ("keryx-tenant-edit", "patch", "tenants.keryx.dev", False),
        ("keryx-tenant-edit", "get", "databaseservers.keryx.dev", False),
    ],
)
def test_a_tenants_people_reach_its_declarations_only(
    installed: Cluster, role: str, verb: str, resource: str, allowed: bool
) -> None:
    """If this fails, a tenant's administrator reads Secrets, or cannot do their work."""
    installed.apply("{apiVersion: v1, kind: Namespace, metadata: {name: roles}}")
    user = f"somebody-{role}"
    binding = {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": {"name": role, "namespace": "roles"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": user}],
    }
    installed.apply(json.dumps(binding))
    resource, _, subresource = resource.partition("/")
    words = ["auth", "can-i", verb, resource, "-n", "roles", f"--as={user}"]
    words += [f"--subresource={subresource}"] if subresource else []
    try:
        told = installed.kubectl(*words)
    except AssertionError as refusal:
        told = str(refusal)
    assert ("no" not in told.split()) is allowed


def test_uninstalling_keeps_the_declarations(cluster: Cluster) -> None:
    """If this fails, `helm uninstall` deletes every tenant's queues and flows."""
    definitions = [each for each in rendered(cluster) if each["kind"] == "CustomResourceDefinition"]
    assert definitions
    for definition in definitions:
        assert definition["metadata"]["annotations"] == {"helm.sh/resource-policy": "keep"}
