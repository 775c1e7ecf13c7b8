"""A program that cannot start must say why in one line; whoever reads it at three in the morning has nothing else."""

import json
from pathlib import Path

import pytest

from keryx.kit.settings import SettingsError, control_plane_settings, runtime_settings, split_listen


def test_what_is_missing_or_wrong_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KERYX_RUNTIME", raising=False)
    with pytest.raises(SettingsError, match="KERYX_RUNTIME"):
        runtime_settings()
    path = tmp_path / "settings.json"
    monkeypatch.setenv("KERYX_CONTROL_PLANE", str(path))
    with pytest.raises(SettingsError, match="cannot be read: No such file"):
        control_plane_settings()
    path.write_text(json.dumps({"database": 5}))
    with pytest.raises(SettingsError, match=r"database: .*string"):
        control_plane_settings()
    path.write_text("{")
    with pytest.raises(SettingsError, match=r"settings\.json"):
        control_plane_settings()


@pytest.mark.parametrize("listen", ["8080", ":8080", "host:", "host:http"])
def test_an_address_is_host_and_port(listen: str) -> None:
    with pytest.raises(SettingsError):
        split_listen(listen)
    assert split_listen("127.0.0.1:8080") == ("127.0.0.1", 8080)
