"""What a local stack is made of: tenants, their sites, and the address of everything. Decided before anything is written or started."""

from dataclasses import dataclass
from pathlib import Path

from keryx.cli.local.ports import PortBook
from keryx.cli.local.state import State

LOOPBACK = "127.0.0.1"
_USUAL_SIP_PORT = 5060


@dataclass(frozen=True)
class DeclaredSite:
    """A site as declared, as far as the layout of processes depends on it."""

    name: str
    country: str
    numbers: tuple[str, ...] = ()
    """What can be called there, the shortest first."""


@dataclass(frozen=True)
class DeclaredTenant:
    """A tenant as declared, as far as the layout of processes depends on it."""

    id: str
    hosts: tuple[str, ...]
    sites: tuple[DeclaredSite, ...]


@dataclass(frozen=True)
class SitePlan:
    """One Asterisk with its site agent."""

    tenant: str
    name: str
    country: str
    numbers: tuple[str, ...]
    sip_address: str
    sip_port: int
    http_port: int
    manager_port: int
    agent_port: int
    rtp_first: int
    rtp_last: int
    etc: Path
    data: Path
    run: Path

    @property
    def id(self) -> str:
        """Unique on this machine; part of process names."""
        return f"{self.tenant}-{self.name}"

    @property
    def share(self) -> Path:
        """Asterisk's data folder: the packaged one as links, with a sounds folder of the site's own."""
        return self.data / "share"

    @property
    def sounds(self) -> Path:
        return self.share / "sounds"

    @property
    def recordings(self) -> Path:
        return self.data / "recordings"

    @property
    def configuration(self) -> Path:
        return self.etc / "asterisk.conf"


@dataclass(frozen=True)
class TenantPlan:
    """One tenant: its hosts, its database and its sites."""

    id: str
    hosts: tuple[str, ...]
    sites: tuple[SitePlan, ...]
    store: Path

    @property
    def database(self) -> str:
        """Name of the database and of its role."""
        return f"keryx_t_{self.id}"


@dataclass(frozen=True)
class Plan:
    """The whole stack. `address` and `port` are those of the one listener people and programs use."""

    address: str
    port: int
    media_address: str
    engine_port: int
    gateway_port: int
    worker_port: int
    control_plane_port: int
    tenants: tuple[TenantPlan, ...]

    @property
    def sites(self) -> tuple[SitePlan, ...]:
        return tuple(site for tenant in self.tenants for site in tenant.sites)

    @property
    def url(self) -> str:
        """Where a browser on this machine finds the first tenant."""
        return f"http://{self.tenants[0].hosts[0]}:{self.port}"

    @property
    def connect(self) -> str:
        """Where programs connect, with the tenant's host name in the Host header."""
        return f"{LOOPBACK}:{self.port}"


def lay_out(
    tenants: tuple[DeclaredTenant, ...], state: State, book: PortBook, *, port: int, media_address: str
) -> Plan:
    """Give every part its ports and folders; the same ones as at the last start as far as they are free."""
    return Plan(
        address=LOOPBACK,
        port=port,
        media_address=media_address,
        engine_port=book.take("engine"),
        gateway_port=book.take("gateway"),
        worker_port=book.take("worker"),
        control_plane_port=book.take("control_plane"),
        tenants=tuple(_tenant(tenant, state, book, media_address) for tenant in tenants),
    )


def _tenant(tenant: DeclaredTenant, state: State, book: PortBook, media_address: str) -> TenantPlan:
    return TenantPlan(
        id=tenant.id,
        hosts=tenant.hosts,
        sites=tuple(_site(tenant.id, site, state, book, media_address) for site in tenant.sites),
        store=state.data / "store" / tenant.id,
    )


def _site(tenant: str, site: DeclaredSite, state: State, book: PortBook, media_address: str) -> SitePlan:
    key = f"{tenant}/{site.name}"
    first, last = book.take_rtp(f"rtp/{key}")
    return SitePlan(
        tenant=tenant,
        name=site.name,
        country=site.country,
        numbers=site.numbers,
        sip_address=media_address,
        sip_port=book.take(f"sip/{key}", preferred=_USUAL_SIP_PORT, address=media_address),
        http_port=book.take(f"http/{key}"),
        manager_port=book.take(f"manager/{key}"),
        agent_port=book.take(f"agent/{key}"),
        rtp_first=first,
        rtp_last=last,
        etc=state.etc / "asterisk" / f"{tenant}-{site.name}",
        data=state.data / "sites" / f"{tenant}-{site.name}",
        run=state.run / f"{tenant}-{site.name}",
    )
