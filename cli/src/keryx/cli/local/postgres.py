"""The stack's own Postgres: one cluster on a unix socket, one database and role a tenant, one for the control plane."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from keryx.cli.local import files
from keryx.cli.local.credentials import Passwords
from keryx.cli.local.embed import Programs
from keryx.cli.local.failure import LocalError
from keryx.cli.local.identity import Identity
from keryx.cli.local.program import Program, Stage
from keryx.cli.local.state import State

_SUPERUSER = "keryx"
_MAJOR = "18"
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "log_line_prefix": "%m [%p] ",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


@dataclass(frozen=True)
class Database:
    """Where the cluster is; `conninfo` is what its users get."""

    programs: Programs
    state: State
    identity: Identity
    passwords: Passwords
    environment: dict[str, str]

    @property
    def folder(self) -> Path:
        return self.state.data / "postgres"

    def conninfo(self, role: str, database: str | None = None) -> str:
        """The libpq connection string of `role`, with its password."""
        return psycopg.conninfo.make_conninfo(
            host=str(self.state.run),
            dbname=database or role,
            user=role,
            password=self.passwords.get(f"postgres/{role}"),
        )

    def initialise(self) -> None:
        """Make the cluster at the first start; refuse one of another major version."""
        version = self.folder / "PG_VERSION"
        if version.exists():
            if (found := version.read_text().strip()) != _MAJOR:
                raise LocalError(f"the data in {self.folder} is of Postgres {found}, this Keryx runs {_MAJOR}")
        else:
            self._create_cluster()
        settings = "".join(f"{name} = '{value}'\n" for name, value in _SETTINGS.items())
        settings += f"dynamic_shared_memory_type = '{_shared_memory()}'\n"
        settings += f"unix_socket_directories = '{self.state.run}'\n"
        files.write(self.folder / "keryx.conf", settings, owner=self.identity.uid)
        (self.folder / "postmaster.pid").unlink(missing_ok=True)

    def program(self) -> Program:
        command = [str(self.programs.postgres), "-D", str(self.folder), "-c", f"config_file={self.folder}/keryx.conf"]
        return Program(
            name="postgres",
            stage=Stage.STORAGE,
            command=self.identity.command(command, death_signal="INT"),
            environment=self.environment,
            ready=self._answers,
            stop_signal="INT",
        )

    def ensure(self, database: str, owner: str) -> None:
        """The database and the role that owns it, with the password of this state folder, closed to every other role."""
        with self._connect() as connection:
            self._ensure_role(connection, owner)
            password = sql.Literal(self.passwords.get(f"postgres/{owner}"))
            connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(owner), password))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone():
                name = sql.Identifier(database)
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, sql.Identifier(owner)))
                connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))

    def ensure_role_within(self, role: str, member: str) -> None:
        """A role without a login that `member` may take on: the one requests run as, under row-level security."""
        with self._connect() as connection:
            self._ensure_role(connection, role)
            connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(member)))

    def _ensure_role(self, connection: psycopg.Connection, role: str) -> None:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(self.conninfo(_SUPERUSER, "postgres"), autocommit=True, connect_timeout=2)

    def _answers(self) -> bool:
        try:
            with self._connect():
                return True
        except psycopg.OperationalError:
            return False

    def _create_cluster(self) -> None:
        password = self.state.keys / "postgres.password"
        files.write(password, self.passwords.get(f"postgres/{_SUPERUSER}") + "\n", owner=self.identity.uid)
        command = [str(self.programs.initdb), "-D", str(self.folder), "-U", _SUPERUSER, f"--pwfile={password}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-locale"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        done = subprocess.run(
            self.identity.command(command, death_signal="KILL"),
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", **self.environment},
            cwd=self.state.data,
            capture_output=True,
            text=True,
            check=False,
        )
        password.unlink()
        if done.returncode:
            raise LocalError(f"Postgres could not make its data folder: {(done.stderr or done.stdout).strip()}")


def _shared_memory() -> str:
    """A bare chroot or a small container may have no /dev/shm that this uid can use; files do as well there."""
    folder = Path("/dev/shm")
    return "posix" if folder.is_dir() and folder.stat().st_mode & 0o002 else "mmap"
