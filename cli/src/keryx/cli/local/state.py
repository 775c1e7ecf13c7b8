"""The state folder: everything a local stack keeps, in one place (`.keryx/`), and where each thing lies in it."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from keryx.cli.local.failure import LocalError

_SOCKET_PATH_LIMIT = 80  # the kernel's limit for a whole socket path is 107 bytes


@dataclass(frozen=True)
class State:
    """The state folder of one local stack. Paths only: what is made, is made by `make`."""

    root: Path

    @classmethod
    def at(cls, folder: Path | None) -> "State":
        """The state in `folder`, else in `$KERYX_STATE`, else in `.keryx` where the command was typed."""
        return cls(Path(folder or os.environ.get("KERYX_STATE") or ".keryx").absolute())

    @property
    def etc(self) -> Path:
        """Generated configuration of the programs."""
        return self.root / "etc"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def data(self) -> Path:
        """What must survive: databases, recordings, Asterisk's own database."""
        return self.root / "data"

    @property
    def run(self) -> Path:
        """Sockets; elsewhere when the state folder's own path is too long for one."""
        own = self.root / "run"
        if len(str(own)) <= _SOCKET_PATH_LIMIT:
            return own
        digest = hashlib.sha256(str(self.root).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"keryx-{os.geteuid()}-{digest}"

    @property
    def accounts(self) -> Path:
        """Login, password, role, SIP user, SIP password: one account a line, tab-separated."""
        return self.root / "accounts"

    @property
    def secrets(self) -> Path:
        """Generated passwords of the programs among themselves."""
        return self.root / "secrets.json"

    @property
    def ports(self) -> Path:
        return self.root / "ports.json"

    @property
    def stack(self) -> Path:
        """What `keryx up` started last: folder, port, addresses, programs."""
        return self.root / "stack.json"

    @property
    def config_status(self) -> Path:
        """What the reconciler says about the declarations: per tenant version and problems."""
        return self.data / "reconciler/status.json"

    @property
    def runtime_settings(self) -> Path:
        return self.etc / "runtime.json"

    @property
    def control_plane_settings(self) -> Path:
        return self.etc / "control_plane.json"

    @property
    def supervisor_settings(self) -> Path:
        return self.etc / "supervisord.conf"

    @property
    def supervisor_socket(self) -> Path:
        return self.run / "supervisor.sock"

    def make(self, owner: int) -> None:
        """Make the folders; `owner` is the uid the programs run under."""
        try:
            for folder in (self.root, self.etc, self.keys, self.log, self.data, self.run):
                folder.mkdir(parents=True, exist_ok=True)
                if folder.stat().st_uid not in {owner, os.geteuid()}:
                    raise LocalError(f"{folder} belongs to another user: choose another --state")
                os.chown(folder, owner, owner) if owner != folder.stat().st_uid else None
                folder.chmod(0o700)
        except OSError as error:
            raise LocalError(f"cannot use the state folder {self.root}: {error.strerror}") from error
