"""`keryx admin` and `keryx people` against a control plane that runs as its own process, on a real Postgres.

Who types these has nothing else yet: without them nobody gets into a new tenant.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyotp
import pytest
from typer.testing import CliRunner, Result

from keryx.cli.main import app
from keryx.kit.tokens import generate_key_pair
from tests.support.postgres import Postgres

pytestmark = pytest.mark.integration
PEOPLE = Path(__file__).parents[2] / "examples/acme/people"


@dataclass
class Program:
    """A control plane and a state folder that names it."""

    state: Path
    connect: str
    environment: dict[str, str]
    process: subprocess.Popen[str]
    log: Path

    def keryx(self, *words: str) -> Result:
        return CliRunner().invoke(app, [*words, "--state", str(self.state)])


@pytest.fixture
def program(postgres: Postgres, tmp_path: Path, unused_tcp_port: int) -> Iterator[Program]:
    state = tmp_path / "state"
    (state / "keys").mkdir(parents=True)
    (state / "keys/bootstrap.password").write_text("bootstrap-token\n")
    (tmp_path / "key.pem").write_text(generate_key_pair()[0])
    connect = f"127.0.0.1:{unused_tcp_port}"
    settings = {
        "database": postgres.database(within="keryx_control_plane"),
        "listen": connect,
        "key": str(tmp_path / "key.pem"),
        "tenants": [{"id": "acme", "hosts": ["acme.localhost"], "engine": "http://127.0.0.1:9"}],
        "operator_keys": [],
        "console_host": "console.localhost",
        "bootstrap_token_file": str(state / "keys/bootstrap.password"),
    }
    (tmp_path / "control_plane.json").write_text(json.dumps(settings))
    (state / "stack.json").write_text(
        json.dumps({"connect": connect, "tenants": {"acme": {"hosts": ["acme.localhost"]}}})
    )
    environment = {**os.environ, "KERYX_CONTROL_PLANE": str(tmp_path / "control_plane.json")}
    command = [sys.executable, "-m", "keryx.control_plane"]
    subprocess.run([*command, "upgrade"], env=environment, check=True, timeout=60)
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, text=True)
    try:
        _await_ready(f"http://{connect}/readyz")
        yield Program(state, connect, environment, process, tmp_path / "log")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait(10)


def _await_ready(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, trust_env=False).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail("the control plane did not become ready")


def test_an_administrator_and_the_people_of_the_example_can_log_in(program: Program) -> None:
    made = program.keryx("admin", "create", "chef", "--name", "Claire Chef")
    assert made.exit_code == 0, made.output
    login, password, role = made.stdout.strip().split("\t")
    assert (login, role) == ("chef", "company_administrator")
    assert program.keryx("admin", "create", "root", "--platform").exit_code == 0
    again = program.keryx("admin", "create", "chef")
    assert (again.exit_code, "already" in again.output) == (1, True)

    imported = program.keryx("people", "import", str(PEOPLE))
    assert imported.exit_code == 0, imported.output
    accounts = [line.split("\t") for line in imported.stdout.splitlines()]
    assert len(accounts) >= 6
    with httpx.Client(base_url=f"http://{program.connect}", headers={"Host": "acme.localhost"}, trust_env=False) as api:
        for name, secret in [(login, password), (accounts[0][0], accounts[0][1])]:
            answer = api.post("/api/platform/v1/login", json={"login": name, "password": secret})
            assert answer.status_code == 200, answer.text
    listed = json.loads(program.keryx("people", "list", "--output", "json").stdout)
    assert {person["login"] for person in listed} == {"chef", *(account[0] for account in accounts)}
    assert program.keryx("people", "import", str(PEOPLE)).stdout == ""


def test_an_administrator_nobody_is_left_to_help_gets_back_in(program: Program) -> None:
    """The telephone is lost and the password forgotten: whoever has the machine helps."""
    program.keryx("admin", "create", "chef")
    link = program.keryx("admin", "reset-link", "chef")
    secret = link.stdout.strip().removeprefix("/reset#")
    with httpx.Client(
        base_url=f"http://{program.connect}/api/platform/v1", headers={"Host": "acme.localhost"}, trust_env=False
    ) as api:
        new = "a password nobody has"
        assert api.post("/password/reset", json={"token": secret, "password": new}).status_code == 204
        chef = {"login": "chef", "password": new}
        cookie = {"Cookie": api.post("/login", json=chef).headers["set-cookie"].split(";")[0]}
        offered = api.post("/me/totp", headers=cookie).json()
        shown = {"code": pyotp.TOTP(offered["secret"]).now()}
        assert api.post("/me/totp/confirm", json=shown, headers=cookie).status_code == 200
        assert api.post("/login", json=chef).json()["code"] == "code_required"
        assert program.keryx("admin", "remove-authenticator", "chef").exit_code == 0
        assert api.post("/login", json=chef).status_code == 200
    nobody = program.keryx("admin", "reset-link", "che")
    assert (nobody.exit_code, "there is no account 'che'" in nobody.output) == (1, True)


def test_a_wrong_file_is_told_by_row_and_nothing_of_any_file_is_imported(program: Program, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("login,name\nlea,Lea\n")
    (tmp_path / "b.csv").write_text("login,name,role\nmax,Max,king\n")
    refused = program.keryx("people", "import", str(tmp_path))
    assert refused.exit_code == 1
    assert "b.csv" in refused.output
    assert "row 2, role" in refused.output
    assert program.keryx("people", "list").stdout == ""


def test_it_ends_cleanly_and_says_in_one_line_why_it_cannot_start(program: Program) -> None:
    command = [sys.executable, "-m", "keryx.control_plane"]
    second = subprocess.run(command, env=program.environment, capture_output=True, text=True, timeout=60)
    assert second.returncode == 1
    assert second.stderr.strip().splitlines()[-1] == f"error: cannot listen on {program.connect}"
    nothing = subprocess.run(
        command, env={**os.environ, "KERYX_CONTROL_PLANE": "/nowhere"}, capture_output=True, text=True
    )
    assert (nothing.returncode, nothing.stderr.strip()) == (
        1,
        "error: /nowhere cannot be read: No such file or directory",
    )
    program.process.send_signal(signal.SIGTERM)
    assert program.process.wait(10) == 0
    lines = [json.loads(line) for line in program.log.read_text().splitlines()]
    assert lines
    assert all(line["service"] == "control_plane" for line in lines)
