"""A site's Asterisk as a process: its folders, its configuration (which the tenant runtime knows) and when it is ready."""

import re
import subprocess
from pathlib import Path

from keryx.cli.local import files
from keryx.cli.local.credentials import Passwords
from keryx.cli.local.embed import Programs
from keryx.cli.local.identity import Identity
from keryx.cli.local.plan import LOOPBACK, SitePlan
from keryx.cli.local.program import Program, Stage
from keryx.cli.local.runtime import ARI_USER
from keryx.tenant_runtime.telephony.asterisk_conf import AsteriskSite, render

_READY_SECONDS = 3


def program(
    site: SitePlan, programs: Programs, identity: Identity, passwords: Passwords, environment: dict[str, str]
) -> Program:
    """Writes the site's Asterisk configuration and describes its process."""
    for folder in (
        site.etc,
        site.run,
        site.data / "lib/keys",
        site.data / "spool/cache",
        site.data / "log",
        site.sounds / "keryx",
    ):
        files.folder(folder, owner=identity.uid)
    _share(site, programs)
    for name, content in render(_settings(site, programs, passwords)).items():
        files.write(site.etc / name, content, owner=identity.uid)
    return Program(
        name=f"asterisk-{site.id}",
        stage=Stage.MEDIA,
        command=identity.command([str(programs.asterisk), "-f", "-n", "-C", str(site.configuration)]),
        environment={"RES_OPTIONS": "timeout:1 attempts:1", **environment},
        ready=lambda: _ready(programs, site, identity, environment),
        stop_seconds=6,
    )


def _settings(site: SitePlan, programs: Programs, passwords: Passwords) -> AsteriskSite:
    return AsteriskSite(
        etc=site.etc,
        modules=programs.asterisk_modules,
        data=site.share,
        var=site.data / "lib",
        spool=site.data / "spool",
        log=site.data / "log",
        run=site.run,
        http_address=LOOPBACK,
        http_port=site.http_port,
        sip_address=site.sip_address,
        sip_port=site.sip_port,
        rtp_first=site.rtp_first,
        rtp_last=site.rtp_last,
        manager_address=LOOPBACK,
        manager_port=site.manager_port,
        ari_user=ARI_USER,
        ari_password=passwords.get(f"ari/{site.id}"),
        ami_user=ARI_USER,
        ami_password=passwords.get(f"ami/{site.id}"),
        country=site.country,
        open_to_anyone=True,
        host_addresses=_host_addresses(Path("/proc/net/fib_trie").read_text()),
    )


def _host_addresses(routes: str) -> tuple[str, ...]:
    """The machine's IPv4 addresses, read from the kernel's table of routes: an address, and below it what it is."""
    found = re.findall(r"-- ([\d.]+)\n\s+/32 host LOCAL", routes)
    return tuple(sorted({address for address in found if not address.startswith("127.")}))


def _share(site: SitePlan, programs: Programs) -> None:
    """Packaged data and voices as links, beside the prompts the site agent fetches."""
    packaged = programs.asterisk_data
    entries = [entry for entry in packaged.iterdir() if entry.name != "sounds"]
    for entry in (*entries, *(packaged / "sounds").iterdir()):
        link = site.share / entry.relative_to(packaged)
        link.unlink(missing_ok=True)
        link.symlink_to(entry.resolve())


def _ready(programs: Programs, site: SitePlan, identity: Identity, environment: dict[str, str]) -> bool:
    """Fully booted, and its SIP port its own: Asterisk only logs it when another program took that meanwhile.

    Asterisk loses a SIGTERM that comes between "ARI answers" and "fully booted", so it is the second that is asked.
    """

    def console(command: str) -> str:
        words = [str(programs.asterisk), "-C", str(site.configuration), "-rx", command]
        try:
            done = subprocess.run(
                identity.command(words, death_signal="KILL"),
                env={"PATH": "/usr/bin:/bin", **environment},
                cwd=Path("/"),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_READY_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return ""
        return done.stdout

    transport = f"{site.sip_address}:{site.sip_port}"
    return "fully booted" in console("core waitfullybooted") and console("pjsip show transports").count(transport) == 2
