"""Fetch packages by apt as any user: apt's whole state lies in the cache, nothing of the host's is touched.

apt resolves against a status file in which only what maintainer scripts need is "installed"; scripts are never run.
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from keryx.cli.local.embed import cache
from keryx.cli.local.embed.lock import Package
from keryx.cli.local.embed.sets import ASSUMED_INSTALLED, PackageSet
from keryx.cli.local.failure import LocalError

_KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_SUITE = "sid"
_TIMEOUT_SECONDS = 900


def fetch(package_set: PackageSet, folder: Path, progress: Callable[[str], None]) -> dict[Package, Path]:
    """Download the set and all it depends on into `folder`; returns each package with its file."""
    for tool, package in (("apt-get", "apt"), ("dpkg-deb", "dpkg")):
        if not shutil.which(tool):
            raise LocalError(f"{tool} is missing: Keryx fetches its programs by apt (install {package})")
    options = _private_state(folder)
    _update(options, folder, progress)
    archives = folder / "cache/archives"
    for stale in archives.glob("*.deb"):
        stale.unlink()
    _apt(options, folder, "install", "-y", "-q", "--download-only", *package_set.packages)
    return {_describe(path): path for path in sorted(archives.glob("*.deb"))}


def _update(options: list[str], folder: Path, progress: Callable[[str], None]) -> None:
    """Read the mirror's index. One that stood still for weeks is signed all the same, and is used after saying so."""
    try:
        _apt(options, folder, "update", "-q")
    except LocalError as error:
        if "is expired" not in str(error):
            raise
        progress("  the mirror's index is older than it should be; its signature is good")
        options += ["-o", "Acquire::Check-Valid-Until=false"]
        _apt(options, folder, "update", "-q")


def _private_state(folder: Path) -> list[str]:
    for part in (
        "etc/apt.conf.d",
        "etc/preferences.d",
        "etc/trusted.gpg.d",
        "state/lists/partial",
        "cache/archives/partial",
    ):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "status").write_text(
        "".join(_installed(name, "foreign") for name in ASSUMED_INSTALLED) + _installed("perl", "allowed")
    )
    (folder / "etc/sources.list").write_text(f"deb [signed-by={_keyring()}] {_mirror()} {_SUITE} main\n")
    settings = {
        "Dir::Etc": folder / "etc",
        "Dir::Etc::SourceList": folder / "etc/sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::State": folder / "state",
        "Dir::State::Status": folder / "status",
        "Dir::Cache": folder / "cache",
        "APT::Architecture": "amd64",
        "APT::Architectures": "amd64",
        "APT::Install-Recommends": "false",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        "Debug::NoLocking": "1",
    }
    return [word for name, value in settings.items() for word in ("-o", f"{name}={value}")]


def _installed(name: str, multi_arch: str) -> str:
    provides = "Provides: debconf-2.0\n" if name == "debconf" else ""
    return (
        f"Package: {name}\nStatus: install ok installed\nVersion: 99:99\nArchitecture: amd64\nMulti-Arch: {multi_arch}\n"
        f"Maintainer: nobody\nDescription: assumed\n{provides}\n"
    )


def _keyring() -> Path:
    if not _KEYRING.exists():
        raise LocalError(f"{_KEYRING} is missing: install debian-archive-keyring, by which packages are verified")
    return _KEYRING


def _mirror() -> str:
    """`$DEBIAN_MIRROR`, else the one this Debian itself is fetched from."""
    named = os.environ.get("DEBIAN_MIRROR")
    if named:
        return named
    listing = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)"], capture_output=True, text=True, check=False
    )
    for address in listing.stdout.splitlines():
        if address.rstrip("/").endswith("/debian"):
            return address
    raise LocalError("no Debian mirror is configured on this machine: set DEBIAN_MIRROR to the address of one")


def _apt(options: list[str], folder: Path, *arguments: str) -> None:
    log = folder / f"{arguments[0]}.log"
    with log.open("w") as output:
        try:
            done = subprocess.run(
                ["apt-get", *options, *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env={**os.environ, "LC_ALL": "C"},
                timeout=_TIMEOUT_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise LocalError(
                f"the package mirror did not deliver within {_TIMEOUT_SECONDS // 60} minutes ({log})"
            ) from error
    # `apt-get update` ends with 0 when a mirror cannot be reached; only its words tell.
    words = log.read_text(errors="replace").splitlines()
    trouble = [line for line in words if "Could not" in line] or [line for line in words if line.startswith("E: ")]
    if done.returncode != 0 or (arguments[0] == "update" and any("Failed to fetch" in line for line in words)):
        raise LocalError(
            f"the package mirror could not be used ({(trouble or words or ['no message'])[-1]}); more in {log}"
        )


def _describe(path: Path) -> Package:
    fields = subprocess.run(
        ["dpkg-deb", "--show", "--showformat", "${Package} ${Version}", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    name, version = fields.stdout.split()
    return Package(name, version, cache.sha256(path))
