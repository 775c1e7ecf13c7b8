"""The configuration an Asterisk starts with in a pod. A wrong address here is a site nobody can call."""

import os
import stat
from pathlib import Path

import pytest

from keryx.tenant_runtime.telephony.asterisk_conf import __main__ as command


def _run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *more: str) -> int:
    words = [
        str(tmp_path / "etc"), "--state", str(tmp_path / "state"), "--run", "/run/keryx", "--modules", "/m", "--data", "/d",
        "--country", "FR", "--address", "10.1.2.3", "--sip-port", "5060", "--http-port", "8088", "--manager-port", "5038",
        "--rtp", "10000", "10999", "--user", "keryx", "--ari-password-file", str(tmp_path / "ari"),
        "--ami-password-file", str(tmp_path / "ami"), *more,
    ]  # fmt: skip
    monkeypatch.setattr("sys.argv", ["asterisk_conf", *words])
    return command.main()


def test_the_pods_address_ports_and_passwords_are_in_and_nobody_else_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ari").write_text("ari-secret\n")
    (tmp_path / "ami").write_text("ami-secret\n")
    assert _run(tmp_path, monkeypatch) == 0
    etc = tmp_path / "etc"
    assert "bind=10.1.2.3:5060" in (etc / "pjsip.conf").read_text()
    assert "rtpend=10999" in (etc / "rtp.conf").read_text()
    assert "password=ari-secret\n" in (etc / "ari.conf").read_text()
    assert "secret=ami-secret\n" in (etc / "manager.conf").read_text()
    assert {stat.S_IMODE(os.stat(file).st_mode) for file in etc.iterdir()} == {0o600}
    assert "anonymous]" not in (etc / "pjsip.conf").read_text()
    assert (tmp_path / "state/spool/cache").is_dir()


def test_a_missing_password_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(tmp_path, monkeypatch) == 1
    assert capsys.readouterr().err.count("\n") == 1
