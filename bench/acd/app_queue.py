"""The other side of the comparison: app_queue on an Asterisk of the same build, configured as a Keryx site's is otherwise."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from keryx.cli.local.embed import Programs
from keryx.tenant_runtime.telephony.asterisk_conf import AsteriskSite, render

NUMBER = "5000"
_SIP_PORT, _HTTP_PORT, _MANAGER_PORT = 46_060, 46_088, 46_038
_READY_SECONDS = 30.0


@contextmanager
def app_queue(programs: Programs, folder: Path, agents: int, agents_port: int) -> Iterator[tuple[str, dict[str, int]]]:
    """SIP address and processes of a running queue whose agents' telephones are at `agents_port`."""
    site = _site(programs, folder)
    for path in (site.etc, site.var / "keys", site.spool / "cache", site.log, site.run, folder / "recordings"):
        path.mkdir(parents=True, exist_ok=True)
    for name, text in _files(site, folder, agents, agents_port).items():
        (site.etc / name).write_text(text)
    with (folder / "asterisk.log").open("wb") as log:
        process = subprocess.Popen(
            [str(programs.asterisk), "-f", "-n", "-C", str(site.etc / "asterisk.conf")], stdout=log, stderr=log, cwd="/"
        )
    try:
        _await(process, lambda: "fully booted" in _console(programs, site, "core waitfullybooted"))
        _await(process, lambda: _console(programs, site, "pjsip show contacts").count(" Avail ") == agents)
        yield f"127.0.0.1:{_SIP_PORT}", {"asterisk": process.pid}
    finally:
        process.terminate()
        process.wait(20)


def _site(programs: Programs, folder: Path) -> AsteriskSite:
    return AsteriskSite(
        etc=folder / "etc", modules=programs.asterisk_modules, data=programs.asterisk_data, var=folder / "lib",
        spool=folder / "spool", log=folder / "log", run=folder / "run", http_address="127.0.0.1", http_port=_HTTP_PORT,
        sip_address="127.0.0.1", sip_port=_SIP_PORT, rtp_first=30_000, rtp_last=31_999, manager_address="127.0.0.1",
        manager_port=_MANAGER_PORT, ari_user="nobody", ari_password="nothing", ami_user="nobody",
        ami_password="nothing", open_to_anyone=True,
    )  # fmt: skip


def _files(site: AsteriskSite, folder: Path, agents: int, agents_port: int) -> dict[str, str]:
    files = render(site)
    names = [f"agent{one:03d}" for one in range(agents)]
    files["modules.conf"] += "load=app_stack.so\nload=app_queue.so\n"
    files["queues.conf"] = _QUEUE + "".join(f"member => PJSIP/{name}\n" for name in names)
    files["extensions.conf"] = _DIALPLAN.replace("FOLDER", str(folder / "recordings"))
    files["pjsip.conf"] += "".join(_PHONE.format(name=name, port=agents_port) for name in names)
    return files


def _console(programs: Programs, site: AsteriskSite, command: str) -> str:
    words = [str(programs.asterisk), "-C", str(site.etc / "asterisk.conf"), "-rx", command]
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


def _await(process: subprocess.Popen[bytes], ready: Callable[[], bool]) -> None:
    """Until it has started, or every telephone was asked whether it is there. SystemExit when that never comes."""
    deadline = time.monotonic() + _READY_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(
                "app_queue's Asterisk did not start, or does not reach the telephones: see its asterisk.log"
            )
        time.sleep(0.1)


# The agent who has not talked for longest, as Keryx chooses; nothing but the call itself keeps an agent busy.
_QUEUE = """[general]
autofill=yes
persistentmembers=no
[calls]
strategy=leastrecent
ringinuse=no
timeout=20
retry=1
wrapuptime=0
musicclass=default
"""

# The same recording as Keryx's: a track a leg, with what that leg says.
_DIALPLAN = """[keryx-in]
exten => 5000,1,Answer()
 same => n,MixMonitor(,r(FOLDER/${UNIQUEID}.wav))
 same => n,Queue(calls,,,,,,agent-up)
 same => n,Hangup()
[agent-up]
exten => s,1,MixMonitor(,r(FOLDER/${UNIQUEID}.wav))
 same => n,Return()
"""

# As a Keryx desk phone, but for its registration.
_PHONE = """[{name}]
type=aor
contact=sip:{name}@127.0.0.1:{port}
qualify_frequency=20
qualify_timeout=3.0
[{name}]
type=endpoint
context=keryx-nowhere
disallow=all
allow=g722,alaw,ulaw
aors={name}
direct_media=no
rtp_symmetric=yes
force_rport=yes
rewrite_contact=yes
rtp_timeout=60
"""
