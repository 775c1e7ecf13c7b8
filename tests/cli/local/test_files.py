"""Files are whole whoever writes them: if this fails, two `keryx status` at once break each other or what they record."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from keryx.cli.local import files


def test_many_who_write_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "processes.json"
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda one: files.write_json(path, {"writer": one, "words": ["word"] * 500}), range(400)))
    assert len(files.read_json(path)["words"]) == 500
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_leaves_the_old(tmp_path: Path) -> None:
    path = tmp_path / "accounts"
    files.write(path, "old")
    with pytest.raises(UnicodeEncodeError):
        files.write(path, "\ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    assert path.stat().st_mode & 0o777 == 0o600
