"""A real Keycloak for tests: fetched once from Maven's central repository (177 MB), kept in the cache, started on a free port.

The first start builds itself and takes a minute or more, later ones some ten seconds.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from keryx.cli.local.embed import cache
from tests.support.maven import artifact

VERSION = "26.7.3"
_START_SECONDS = 300
_ADMIN = {"KC_BOOTSTRAP_ADMIN_USERNAME": "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD": "admin"}


@dataclass(frozen=True)
class Keycloak:
    """A running server with one realm of one person: login `lea`, password `secret`, realm role `leads`."""

    base: str
    realm: str

    @property
    def issuer(self) -> str:
        return f"{self.base}/realms/{self.realm}"

    def log_in(self, authorization: str) -> dict[str, str]:
        """Log in as a browser would; what the browser is sent back with."""
        with httpx.Client(timeout=60, trust_env=False) as browser:
            page = browser.get(authorization)
            # Its cookies are Secure, and we speak http: they are returned by hand.
            cookies = "; ".join(each.split(";")[0] for each in page.headers.get_list("set-cookie"))
            found = re.search(r'action="([^"]+)"', page.text)
            assert found, page.text
            typed = {"username": "lea", "password": "secret"}
            sent = browser.post(unescape(found.group(1)), data=typed, headers={"Cookie": cookies})
            assert sent.status_code == 302, sent.text
            return dict(parse_qsl(urlsplit(sent.headers["location"]).query))

    def log_out_everywhere(self) -> None:
        """What an administrator there does who dismisses somebody."""
        with httpx.Client(timeout=60, trust_env=False) as admin:
            grant = {"grant_type": "password", "client_id": "admin-cli", "username": "admin", "password": "admin"}
            token = admin.post(f"{self.base}/realms/master/protocol/openid-connect/token", data=grant).json()
            headers = {"Authorization": f"Bearer {token['access_token']}"}
            users = f"{self.base}/admin/realms/{self.realm}/users"
            (lea,) = admin.get(users, params={"username": "lea"}, headers=headers).json()
            admin.post(f"{users}/{lea['id']}/logout", headers=headers).raise_for_status()


@contextmanager
def running_keycloak(port: int, logout_url: str) -> Iterator[Keycloak]:
    """A Keycloak that tells `logout_url` of log-outs."""
    home, realm = _home(), f"acme{port}"
    imported = home / "data" / "import" / f"{realm}.json"
    imported.parent.mkdir(parents=True, exist_ok=True)
    imported.write_text(json.dumps(_realm(realm, logout_url)))
    command = [home / "bin/kc.sh", "start-dev", "--http-host=127.0.0.1", f"--http-port={port}", "--import-realm"]
    environment = {**os.environ, **_ADMIN, "JAVA_OPTS_KC_HEAP": "-Xms64m -Xmx384m"}
    log = home / f"{realm}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, start_new_session=True)
    try:
        keycloak = Keycloak(f"http://127.0.0.1:{port}", realm)
        _await(keycloak, process, log)
        yield keycloak
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        imported.unlink()
        log.unlink()


def _home() -> Path:
    """Where it lies, fetched and unpacked if need be. Python's zipfile would drop the x bits, hence unzip."""
    home = cache.folder() / f"keycloak-{VERSION}"
    archive = artifact(f"org.keycloak:keycloak-quarkus-dist:{VERSION}:zip")
    with cache.locked(cache.folder() / "maven"):
        if not home.exists():
            unfinished = cache.folder() / "keycloak.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)
            subprocess.run(["unzip", "-q", archive, "-d", unfinished], check=True)
            (unfinished / home.name).rename(home)
            shutil.rmtree(unfinished)
    return home


def _await(keycloak: Keycloak, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            if httpx.get(f"{keycloak.issuer}/.well-known/openid-configuration", trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass  # not listening yet
        assert process.poll() is None, log.read_text()[-2000:]
        assert time.monotonic() < deadline, log.read_text()[-2000:]
        time.sleep(0.5)


def _realm(name: str, logout_url: str) -> dict[str, Any]:
    roles = {
        "name": "realm roles",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-usermodel-realm-role-mapper",
        "config": {
            "claim.name": "realm_access.roles",
            "jsonType.label": "String",
            "multivalued": "true",
            "id.token.claim": "true",
        },
    }
    client = {
        "clientId": "keryx",
        "publicClient": True,
        "standardFlowEnabled": True,
        "redirectUris": ["http://acme.localhost/*"],
        "attributes": {
            "pkce.code.challenge.method": "S256",
            "backchannel.logout.url": logout_url,
            "backchannel.logout.session.required": "true",
        },
        "protocolMappers": [roles],
    }
    lea = {
        "username": "lea",
        "enabled": True,
        "email": "lea@example.org",
        "emailVerified": True,
        "firstName": "Léa",
        "lastName": "Martin",
        "realmRoles": ["leads"],
        "credentials": [{"type": "password", "value": "secret", "temporary": False}],
    }
    return {
        "realm": name,
        "enabled": True,
        "sslRequired": "none",
        "roles": {"realm": [{"name": "leads"}]},
        "clients": [client],
        "users": [lea],
    }
