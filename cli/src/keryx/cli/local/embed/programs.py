"""The programs of the stack: from PATH when all are there in the majors Keryx is written for, else the embedded ones."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from keryx.cli.local.embed import tree
from keryx.cli.local.embed.sets import STACK
from keryx.cli.local.embed.tree import Progress
from keryx.cli.local.embed.unpack import LIBRARIES

_HOST_TREE = Path("/")


@dataclass(frozen=True)
class Programs:
    """Where the stack's programs and their data are. `root` is `/` for programs of the host."""

    root: Path
    asterisk: Path
    postgres: Path
    initdb: Path
    psql: Path
    valkey: Path
    nginx: Path
    espeak: Path

    @property
    def asterisk_modules(self) -> Path:
        return self.root / LIBRARIES / "asterisk/modules"

    @property
    def asterisk_data(self) -> Path:
        return self.root / "usr/share/asterisk"

    @property
    def nginx_types(self) -> Path:
        return self.root / "etc/nginx/mime.types"

    @property
    def espeak_data(self) -> Path:
        return self.root / LIBRARIES

    @property
    def embedded(self) -> bool:
        """Embedded programs carry nss_wrapper: names and users come from files we give them."""
        return self.root != _HOST_TREE


def find(progress: Progress) -> Programs:
    """The programs to run; fetches and unpacks them when need be."""
    return _on_path() or _embedded(tree.ensure(STACK, progress))


def _embedded(root: Path) -> Programs:
    postgres = root / "usr/lib/postgresql/18/bin"
    return Programs(
        root=root,
        asterisk=root / "usr/sbin/asterisk",
        postgres=postgres / "postgres",
        initdb=postgres / "initdb",
        psql=postgres / "psql",
        valkey=root / "usr/bin/valkey-server",
        nginx=root / "usr/sbin/nginx",
        espeak=root / "usr/bin/espeak-ng",
    )


_VERSION_OPTION = {
    "asterisk": ("-V", r"Asterisk (\d+)", STACK.majors["asterisk"]),
    "postgres": ("--version", r"PostgreSQL\) (\d+)", STACK.majors["postgresql-18"]),
    "valkey-server": ("--version", r"v=(\d+)", STACK.majors["valkey-server"]),
    "nginx": ("-v", r"nginx/(\d+)", STACK.majors["nginx"]),
    "espeak-ng": ("--version", r"(\d+)\.", STACK.majors["espeak-ng"]),
}


def _on_path() -> Programs | None:
    """The host's own programs, all or none: a mixture would have two libcs and two sets of users to explain."""
    found = {name: shutil.which(name) for name in (*_VERSION_OPTION, "initdb", "psql")}
    if not all(found.values()) or not (_HOST_TREE / LIBRARIES / "asterisk/modules").is_dir():
        return None
    paths = {name: Path(path) for name, path in found.items() if path}
    if any(_major(paths[name], option, pattern) != major for name, (option, pattern, major) in _VERSION_OPTION.items()):
        return None
    return Programs(
        root=_HOST_TREE,
        asterisk=paths["asterisk"],
        postgres=paths["postgres"],
        initdb=paths["initdb"],
        psql=paths["psql"],
        valkey=paths["valkey-server"],
        nginx=paths["nginx"],
        espeak=paths["espeak-ng"],
    )


def _major(program: Path, option: str, pattern: str) -> str | None:
    said = subprocess.run([program, option], capture_output=True, text=True, check=False)
    match = re.search(pattern, said.stdout + said.stderr)
    return match[1] if match else None
