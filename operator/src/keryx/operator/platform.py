"""What the platform itself needs once: keys, the control plane's database and settings, the DatabaseServers of the installation."""

from __future__ import annotations

import json
from collections.abc import Callable

from keryx.crds.kinds.base import API_VERSION
from keryx.crds.kinds.database_server import DatabaseServerSpec
from keryx.operator import keys
from keryx.operator.api import Cluster
from keryx.operator.database import Server, conninfo
from keryx.operator.keys import Values
from keryx.operator.render.names import KEYS, Object
from keryx.operator.settings import OperatorSettings

_DATABASE, _OWNER, _WITHIN = "keryx_control_plane", "keryx_control_plane_owner", "keryx_control_plane"
_PASSWORD, _CONNECTIONS = "control_plane.database.password", 60
_FOLDER = "/etc/keryx/keys"
CONTROL_PLANE = "keryx-control-plane"


class ServerUnknown(Exception):
    """A DatabaseServer or its Secret is not there; the message is a sentence."""


class Platform:
    """Reads and makes what stands in the operator's own namespace."""

    def __init__(self, cluster: Cluster, settings: OperatorSettings) -> None:
        self._cluster, self._settings = cluster, settings

    async def prepare(self) -> Values:
        """Make whatever is missing; the platform's keys. Safe to repeat."""
        await self._bundled()
        for name, spec in self._settings.database_servers.items():
            await self._declare_server(name, spec.model_dump(mode="json", by_alias=True))
        password: dict[str, Callable[[], str]] = {_PASSWORD: keys.password}
        await keys.platform_keys(self._cluster, self._settings.namespace)
        values = await keys.ensure(self._cluster, self._settings.namespace, KEYS, password)
        await self._control_plane(values[_PASSWORD])
        return values

    async def server(self, name: str) -> Server:
        """A DatabaseServer with its administrator. ServerUnknown."""
        found = await self._cluster.get("DatabaseServer", None, name)
        if found is None:
            raise ServerUnknown(f"there is no DatabaseServer `{name}`")
        spec = DatabaseServerSpec.model_validate(found["spec"])
        place = spec.admin_secret_ref
        secret = keys.decoded(await self._cluster.get("Secret", place.namespace, place.name))
        if not {"username", "password"} <= set(secret):
            raise ServerUnknown(f"Secret `{place.namespace}/{place.name}` has no username and password")
        return Server(spec, secret["username"], secret["password"])

    async def valkey_password(self) -> str | None:
        name = self._settings.valkey.password_secret
        if name is None:
            return None
        return keys.decoded(await self._cluster.get("Secret", self._settings.namespace, name)).get("password")

    async def _bundled(self) -> None:
        secrets, namespace = self._settings.bundled_secrets, self._settings.namespace
        if secrets.postgres:
            made: dict[str, Callable[[], str]] = {"username": lambda: "keryx", "password": keys.password}
            await keys.ensure(self._cluster, namespace, secrets.postgres, made)
        if secrets.valkey:
            await keys.ensure(self._cluster, namespace, secrets.valkey, {"password": keys.password})

    async def _declare_server(self, name: str, spec: Object) -> None:
        found = await self._cluster.get("DatabaseServer", None, name)
        if found is None or found["spec"] != spec:
            one = {"apiVersion": API_VERSION, "kind": "DatabaseServer", "metadata": {"name": name}, "spec": spec}
            await self._cluster.apply(one)

    async def _control_plane(self, password: str) -> None:
        """Its database, and the Secret with its settings, which its pods wait for."""
        server = await self.server(self._settings.platform_database)
        await server.ensure(_DATABASE, _OWNER, password, connections=_CONNECTIONS)
        await server.ensure_role_within(_WITHIN, _OWNER)
        settings = {
            "database": conninfo(server.spec, _DATABASE, _OWNER, password),
            "listen": "0.0.0.0:8080",
            "key": f"{_FOLDER}/control_plane.key.pem",
            "tenants": [],
            "operator_keys": [f"{_FOLDER}/operator.pub.pem"],
            "console_host": self._settings.control_plane.console_host,
            "bootstrap_token_file": f"{_FOLDER}/bootstrap.token",
        }
        wanted = {"control_plane.json": json.dumps(settings, indent=1, sort_keys=True)}
        namespace = self._settings.namespace
        if keys.decoded(await self._cluster.get("Secret", namespace, CONTROL_PLANE)) != wanted:
            await self._cluster.apply(keys.secret_of(namespace, CONTROL_PLANE, wanted))
