"""Passwords and keys of a local stack: generated at the first start, kept 0600, never printed."""

import base64
import os
import secrets as random_source
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from keryx.cli.local import files

_VAULT_KEY_BYTES = 32


class Passwords:
    """Named passwords; asking for a new name makes one."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, str] = files.read_json(path)

    def get(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = random_source.token_urlsafe(24)
            files.write_json(self._path, self._known)
        return self._known[name]


def signing_key(folder: Path, name: str, owner: int) -> tuple[Path, Path]:
    """The Ed25519 key pair `name`, private and public, as PEM files."""
    private, public = folder / f"{name}.key.pem", folder / f"{name}.pub.pem"
    if not private.exists():
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        files.write(public, _public_pem(key), mode=0o644, owner=owner)
        files.write(private, pem.decode(), owner=owner)
    return private, public


def vault_key(folder: Path, tenant: str, owner: int) -> Path:
    """The tenant's master key: 32 random bytes in base64."""
    path = folder / f"{tenant}.vault"
    if not path.exists():
        files.write(path, base64.b64encode(os.urandom(_VAULT_KEY_BYTES)).decode() + "\n", owner=owner)
    return path


def password_file(folder: Path, name: str, password: str, owner: int) -> Path:
    """A file that holds just this password, for programs that read one."""
    path = folder / f"{name}.password"
    files.write(path, password + "\n", owner=owner)
    return path


def _public_pem(key: Ed25519PrivateKey) -> str:
    encoded = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return encoded.decode()
