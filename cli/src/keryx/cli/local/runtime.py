"""Settings of Keryx's own programs (`kit.settings`), written from the plan."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keryx.cli.local import credentials, files, valkey
from keryx.cli.local.credentials import Passwords
from keryx.cli.local.embed import Programs
from keryx.cli.local.identity import Identity
from keryx.cli.local.nginx import CONSOLE_HOST
from keryx.cli.local.plan import LOOPBACK, Plan, SitePlan, TenantPlan
from keryx.cli.local.postgres import Database
from keryx.cli.local.state import State
from keryx.kit.settings import MailSettings

ARI_USER = "keryx"
CONTROL_PLANE_OWNER = "keryx_control_plane_owner"


@dataclass(frozen=True)
class Settings:
    """Writes the two settings files; private keys and passwords become files of their own, named in them."""

    state: State
    identity: Identity
    programs: Programs
    passwords: Passwords
    database: Database
    web: Path | None
    mail: MailSettings | None = None

    def write(self, plan: Plan) -> None:
        """Write `runtime.json` and `control_plane.json` for this plan."""
        owner = self.identity.uid
        files.write_json(self.state.runtime_settings, self._runtime(plan), owner=owner)
        files.write_json(self.state.control_plane_settings, self._control_plane(plan), owner=owner)

    @property
    def secrets_folder(self) -> Path:
        """Where the reconciler puts Secrets of the declarations: TENANT/SECRET/KEY."""
        return self.state.data / "secrets"

    def bootstrap_token(self) -> Path:
        """The bearer token of `keryx admin` and `keryx people`."""
        return credentials.password_file(
            self.state.keys, "bootstrap", self.passwords.get("bootstrap"), self.identity.uid
        )

    def _runtime(self, plan: Plan) -> dict[str, Any]:
        private, _ = self._key("gateway")
        return {
            "tenants": [self._tenant(plan, tenant) for tenant in plan.tenants],
            "gateway_key": str(private),
            "valkey": f"unix://{valkey.socket_path(self.state)}",
            "spool_dir": str(self._folder("spool")),
            "web_dir": str(self.web) if self.web else None,
            "secrets_dir": str(files.folder(self.secrets_folder, owner=self.identity.uid)),
            "tts": {"command": str(self.programs.espeak), "data": str(self.programs.espeak_data)},
        }

    def _tenant(self, plan: Plan, tenant: TenantPlan) -> dict[str, Any]:
        return {
            "id": tenant.id,
            "hosts": list(tenant.hosts),
            "database": self.database.conninfo(tenant.database),
            "store": f"file://{files.folder(tenant.store, owner=self.identity.uid)}",
            "vault_key": str(credentials.vault_key(self.state.keys, tenant.id, self.identity.uid)),
            "signing_keys": {name: [str(self._key(name)[1])] for name in ("operator", "control_plane", "gateway")},
            "sites": [self._site(site) for site in tenant.sites],
            "engine": {"listen": _local(plan.engine_port), "address": f"http://{_local(plan.engine_port)}"},
            "gateway": {"listen": _local(plan.gateway_port)},
            "worker": {"listen": _local(plan.worker_port)},
        }

    def _site(self, site: SitePlan) -> dict[str, Any]:
        ari = credentials.password_file(
            self.state.keys, f"{site.id}.ari", self.passwords.get(f"ari/{site.id}"), self.identity.uid
        )
        ami = credentials.password_file(
            self.state.keys, f"{site.id}.ami", self.passwords.get(f"ami/{site.id}"), self.identity.uid
        )
        return {
            "name": site.name,
            "ari_url": f"http://{_local(site.http_port)}",
            "ari_user": ARI_USER,
            "ari_password_file": str(ari),
            "ami_host": LOOPBACK,
            "ami_port": site.manager_port,
            "ami_user": ARI_USER,
            "ami_password_file": str(ami),
            "sip_ws_url": f"ws://{_local(site.http_port)}/ws",
            "sip_address": f"{site.sip_address}:{site.sip_port}",
            "agent_url": f"http://{_local(site.agent_port)}",
            "sounds_dir": str(files.folder(site.sounds, owner=self.identity.uid)),
            "recordings_dir": str(files.folder(site.recordings, owner=self.identity.uid)),
        }

    def _control_plane(self, plan: Plan) -> dict[str, Any]:
        private, _ = self._key("control_plane")
        return {
            "database": self.database.conninfo(CONTROL_PLANE_OWNER, "keryx_control_plane"),
            "listen": _local(plan.control_plane_port),
            "key": str(private),
            "tenants": [
                {"id": tenant.id, "hosts": list(tenant.hosts), "engine": f"http://{_local(plan.engine_port)}"}
                for tenant in plan.tenants
            ],
            "operator_keys": [str(self._key("operator")[1])],
            "console_host": CONSOLE_HOST,
            "bootstrap_token_file": str(self.bootstrap_token()),
            "secrets_dir": str(files.folder(self.secrets_folder, owner=self.identity.uid)),
            "allow_http_providers": True,
            "audit_heads": str(self._folder("audit")),
            "mail": self._mail(),
        }

    def _mail(self) -> dict[str, Any] | None:
        """As the person wrote it, with the password in a file that the control plane can read."""
        if self.mail is None:
            return None
        wanted = self.mail.model_dump(mode="json")
        if self.mail.password_file:
            password = self.mail.password_file.read_text(encoding="utf-8").strip()
            kept = credentials.password_file(self.state.keys, "mail", password, self.identity.uid)
            wanted["password_file"] = str(kept)
        return wanted

    def _key(self, name: str) -> tuple[Path, Path]:
        return credentials.signing_key(self.state.keys, name, self.identity.uid)

    def _folder(self, name: str) -> Path:
        return files.folder(self.state.data / name, owner=self.identity.uid)


def _local(port: int) -> str:
    return f"{LOOPBACK}:{port}"
