"""`python -m keryx.tenant_runtime.telephony.asterisk_conf`: write the configuration of one Asterisk, and the folders it wants to find.

It runs before Asterisk in the same pod, when the pod's address is known. Asterisk itself then sees this configuration and nothing else.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from keryx.tenant_runtime.telephony.asterisk_conf import AsteriskSite, render

_FOLDERS = ("asterisk/keys", "spool/cache", "log", "sounds/keryx", "recordings")


def main() -> int:
    given = _arguments()
    try:
        ari, ami = (path.read_text().strip() for path in (given.ari_password_file, given.ami_password_file))
        for name in _FOLDERS:
            (given.state / name).mkdir(parents=True, exist_ok=True)
        given.etc.mkdir(parents=True, exist_ok=True)
        for name, content in render(_site(given, ari, ami)).items():
            file = given.etc / name
            file.touch(mode=0o600)
            file.write_text(content)
    except OSError as error:
        print(f"keryx asterisk configuration: {error}", file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="keryx.tenant_runtime.telephony.asterisk_conf", description=__doc__)
    parser.add_argument("etc", type=Path, help="folder the configuration is written to")
    parser.add_argument("--state", type=Path, required=True, help="folder for sounds, recordings, spool and AstDB")
    parser.add_argument("--run", type=Path, required=True, help="folder for the control socket")
    parser.add_argument("--modules", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="packaged data; its sounds/keryx leads to STATE")
    parser.add_argument("--country", required=True)
    parser.add_argument("--address", required=True, help="address all ports are bound to")
    parser.add_argument("--sip-port", type=int, required=True)
    parser.add_argument("--http-port", type=int, required=True)
    parser.add_argument("--manager-port", type=int, required=True)
    parser.add_argument("--rtp", type=int, nargs=2, required=True, metavar=("FIRST", "LAST"))
    parser.add_argument("--user", required=True, help="of ARI and AMI")
    parser.add_argument("--ari-password-file", type=Path, required=True)
    parser.add_argument("--ami-password-file", type=Path, required=True)
    return parser.parse_args()


def _site(given: argparse.Namespace, ari: str, ami: str) -> AsteriskSite:
    return AsteriskSite(
        etc=given.etc,
        modules=given.modules,
        data=given.data,
        var=given.state / "asterisk",
        spool=given.state / "spool",
        log=given.state / "log",
        run=given.run,
        http_address=given.address,
        http_port=given.http_port,
        sip_address=given.address,
        sip_port=given.sip_port,
        rtp_first=given.rtp[0],
        rtp_last=given.rtp[1],
        manager_address=given.address,
        manager_port=given.manager_port,
        ari_user=given.user,
        ari_password=ari,
        ami_user=given.user,
        ami_password=ami,
        country=given.country,
    )


if __name__ == "__main__":
    sys.exit(main())
