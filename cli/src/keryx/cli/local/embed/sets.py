"""Which packages make which set, and which major versions Keryx is written for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PackageSet:
    """`packages` are asked of apt with what they depend on; `majors` are the programs whose major version is pinned."""

    name: str
    packages: tuple[str, ...]
    majors: dict[str, str]


STACK = PackageSet(
    name="stack",
    packages=(
        "asterisk",
        "asterisk-modules",
        "asterisk-core-sounds-en-wav",
        "asterisk-core-sounds-fr-wav",
        "asterisk-moh-opsound-wav",
        "postgresql-18",
        "valkey-server",
        "nginx",
        "libnss-wrapper",
        "espeak-ng",
    ),
    majors={"asterisk": "22", "postgresql-18": "18", "valkey-server": "9", "nginx": "1", "espeak-ng": "1"},
)

TESTS = PackageSet(
    name="tests",
    packages=("chromium-headless-shell", "sip-tester"),
    majors={"sip-tester": "3"},
)

SETS = {package_set.name: package_set for package_set in (STACK, TESTS)}

# What only maintainer scripts need is declared installed, so it is not fetched.
ASSUMED_INSTALLED = (
    "adduser",
    "coreutils",
    "debconf",
    "dpkg",
    "gnupg",
    "gpg",
    "init-system-helpers",
    "iproute2",
    "login",
    "logrotate",
    "mount",
    "openssl",
    "passwd",
    "procps",
    "ssl-cert",
    "systemd",
    "systemd-sysusers",
    "sysvinit-utils",
    "tar",
    "ucf",
)
