"""The web app's files: hashed assets for ever, the page itself always asked for anew, precompressed where the build made it so."""

from __future__ import annotations

import mimetypes
from email.utils import formatdate
from hashlib import sha256
from pathlib import Path

from fastapi import Response
from fastapi.responses import FileResponse
from starlette.requests import Request

from keryx.kit.problems import not_found

_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"


class WebApp:
    """Serves `folder`; nothing without one. A path that names no file is one of the app's own pages, and gets the app."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder.resolve() if folder else None

    async def serve(self, request: Request) -> Response:
        """Problem 404 for what is neither a file nor a page of the app."""
        path = request.url.path
        if path.startswith("/api/") or self._folder is None:
            raise not_found("page")
        file = _file(self._folder, path)
        if file is None and "." in path.rsplit("/", 1)[1]:
            raise not_found("file")
        page = file or self._folder / "index.html"
        if not page.is_file():
            raise not_found("page")
        return _answer(request, page, for_ever=page.parent.name == "assets")


def _file(folder: Path, path: str) -> Path | None:
    wanted = (folder / path.lstrip("/")).resolve()
    inside = wanted.is_relative_to(folder)
    return wanted if inside and wanted.is_file() and wanted.suffix not in {".br", ".gz"} else None


def _answer(request: Request, file: Path, *, for_ever: bool) -> Response:
    body, encoding = _best(file, request.headers.get("accept-encoding", ""))
    status = body.stat()
    tag = '"' + sha256(f"{body.name}{status.st_mtime_ns}{status.st_size}".encode()).hexdigest()[:24] + '"'
    headers = {"Cache-Control": _FOR_EVER if for_ever else _ASK_AGAIN, "ETag": tag, "Vary": "Accept-Encoding"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if encoding:
        headers["Content-Encoding"] = encoding
    headers["Last-Modified"] = formatdate(status.st_mtime, usegmt=True)
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return FileResponse(body, headers=headers, media_type=media_type)


def _best(file: Path, accepted: str) -> tuple[Path, str | None]:
    """The smallest form of the file that the browser takes."""
    offered = {part.split(";")[0].strip() for part in accepted.split(",") if not part.replace(" ", "").endswith(";q=0")}
    for encoding, suffix in _ENCODINGS:
        compressed = file.with_name(file.name + suffix)
        if encoding in offered and compressed.is_file():
            return compressed, encoding
    return file, None
