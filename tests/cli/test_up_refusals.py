"""What keeps `keryx up` from starting is said in one line: what is wrong and what to do."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

KERYX = Path(sys.executable).parent / "keryx"
ACME = Path(__file__).parents[2] / "examples/acme"


def refusal(state: Path, *arguments: str, **environment: str) -> str:
    """The one line of standard error; the command must have failed."""
    done = subprocess.run(
        [KERYX, "up", *arguments, "--state", str(state), "--detach"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A typing error would look like a broken program."""
    assert "is no folder with manifests" in refusal(tmp_path / "state", str(tmp_path / "nowhere"))


def test_a_folder_without_a_tenant(tmp_path: Path) -> None:
    """Everything would start and nobody could call."""
    (tmp_path / "empty").mkdir()
    assert "declares no tenant" in refusal(tmp_path / "state", str(tmp_path / "empty"))


def test_an_address_of_another_machine(tmp_path: Path) -> None:
    """Phones would be told an address that nobody answers at."""
    assert "this machine has no such address" in refusal(tmp_path / "state", str(ACME), "--bind", "192.0.2.1")


def test_a_tool_that_is_missing(tmp_path: Path) -> None:
    """A newcomer on a bare machine learns which package to install."""
    said = refusal(tmp_path / "state", str(ACME), PATH=str(tmp_path), KERYX_CACHE=str(tmp_path / "cache"))
    assert "is missing" in said
    assert "install" in said


@pytest.mark.integration
@pytest.mark.timeout(300)
def test_a_port_in_use(tmp_path: Path) -> None:
    """The next program would be blamed for the last one's port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"port {port} is in use" in refusal(tmp_path / "state", str(ACME), "--port", str(port))


def test_a_mail_server_that_is_half_described(tmp_path: Path) -> None:
    """Passwords would be promised by mail that never comes."""
    (tmp_path / "mail.yaml").write_text("host: smtp.example.com\nuser: keryx\npassword_file: nothing.here\n")
    told = refusal(tmp_path / "state", str(ACME), "--mail", str(tmp_path / "mail.yaml"))
    assert told.endswith("mail.yaml: sender: Field required")
    (tmp_path / "mail.yaml").write_text("host: h\nsender: k@example.com\npassword_file: nothing.here\n")
    assert "nothing.here: No such file" in refusal(tmp_path / "state", str(ACME), "--mail", str(tmp_path / "mail.yaml"))
