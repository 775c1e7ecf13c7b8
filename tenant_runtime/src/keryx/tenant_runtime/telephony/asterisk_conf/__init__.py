"""The static configuration of a site's Asterisk: transports, modules, managers, and the dialplan that takes calls.

Endpoints, auths, aors, identifies and registrations are not here: the engine pushes them into memory (sorcery.conf). What the
dialplan does while no engine lives it reads from AstDB, which the engine fills before it acknowledges a configuration:

    keryx  outage/NUMBER/kind          announcement | number | reject
    keryx  outage/NUMBER/media         sound file (announcement)
    keryx  outage/NUMBER/dial          dial string, e.g. PJSIP/+33142000000@carrier (number)
    keryx  outage/NUMBER/code          SIP status (reject)
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template

from keryx.tenant_runtime.telephony.asterisk_conf.modules import MODULES

_TEMPLATES = Path(__file__).parent / "templates"
_INDICATIONS = {"FR", "US"}


@dataclass(frozen=True)
class AsteriskSite:
    """Where one Asterisk lives and listens. `open_to_anyone` lets callers without an account reach the numbers (local mode)."""

    etc: Path
    modules: Path
    data: Path
    """Packaged data (music on hold, documentation) with a `sounds` folder: voices by language, this tenant's prompts in `keryx/`."""
    var: Path
    spool: Path
    log: Path
    run: Path
    """Holds a unix socket: its path must stay below 100 bytes."""
    http_address: str
    http_port: int
    sip_address: str
    sip_port: int
    rtp_first: int
    rtp_last: int
    manager_address: str
    manager_port: int
    ari_user: str
    ari_password: str
    ami_user: str
    ami_password: str
    country: str = "FR"
    open_to_anyone: bool = False
    host_addresses: tuple[str, ...] = ()
    """The machine's own addresses, when `http_address` is one of them only: browsers are then sent to that one."""


def render(site: AsteriskSite) -> dict[str, str]:
    """File name -> content. Pure; the same site gives the same files."""
    values = {name: str(value) for name, value in asdict(site).items()}
    values["tones"] = site.country.lower() if site.country in _INDICATIONS else "fr"
    files = {path.name: Template(path.read_text()).substitute(values) for path in sorted(_TEMPLATES.glob("*.conf"))}
    files["modules.conf"] = "[modules]\nautoload=no\n" + "".join(f"load={name}.so\n" for name in MODULES)
    files["rtp.conf"] += _ice_candidates(site)
    if site.open_to_anyone:
        files["pjsip.conf"] += _ANYONE.substitute(values)
    return files


def _ice_candidates(site: AsteriskSite) -> str:
    """Asterisk offers browsers every address of the machine, also those its sound is not bound to (the ws transport's is)."""
    lines = [f"{address} => {site.http_address}\n" for address in site.host_addresses if address != site.http_address]
    return "[ice_host_candidates]\n" + "".join(lines) if lines else ""


# A caller without an account reaches the entries and nothing else, as from the public network.
_ANYONE = Template("""
[anonymous]
type=endpoint
context=keryx-in
transport=udp
disallow=all
allow=alaw,ulaw,g722
direct_media=no
rtp_symmetric=yes
force_rport=yes
rewrite_contact=yes
media_address=$sip_address
bind_rtp_to_media_address=yes
rtp_timeout=300
language=fr
""")
