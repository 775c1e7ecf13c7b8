"""Secrets declared in the folder, as files of mode 0600 where the programs look for them: TENANT/SECRET/KEY.

On a cluster the operator copies referenced Secrets and mounts them; this is the same for one machine.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from keryx.cli.local import files
from keryx.crds import Resource, secret_values


def write(resources: Iterable[Resource], tenants: dict[str, str], folder: Path) -> dict[str, str]:
    """Write the Secrets of each namespace to its tenant's folder; `tenants` maps namespace to id.

    Returns a digest of each tenant's Secrets: when it changes, so must the version of the configuration. Secrets that are no
    longer declared lose their files.
    """
    digests = {tenant: hashlib.sha256() for tenant in tenants.values()}
    kept: set[Path] = set()
    secrets = [resource for resource in resources if resource.kind == "Secret" and resource.namespace in tenants]
    for secret in sorted(secrets, key=lambda resource: resource.name):
        tenant = tenants[secret.namespace or ""]
        for key, value in sorted(secret_values(secret).items()):
            path = folder / tenant / secret.name / key
            digests[tenant].update(f"{secret.name}/{key}\0".encode() + value + b"\0")
            files.write(path, value.decode(errors="surrogateescape"))
            kept.add(path)
    for path in folder.glob("*/*/*"):
        if path not in kept:
            path.unlink()
    return {tenant: digest.hexdigest() for tenant, digest in digests.items()}
