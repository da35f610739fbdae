"""A folder of reports shown in a browser of this machine, and nowhere else.

It answers on 127.0.0.1 alone, only to who asks for that address (a page of another site that gets
a name to point here is refused), and with files of the folder alone: nothing above it, nothing
that a link leads out to, nothing hidden.
"""

from __future__ import annotations

import mimetypes
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

HOST = "127.0.0.1"
INDEX = "index.html"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".ipynb": "text/plain; charset=utf-8",  # looked at as it is; nothing of it runs
}


class Server(ThreadingHTTPServer):
    """Serves one folder; `address` is what a browser is given."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        """Begin to listen. port 0: any free one. Raises OSError where the port is taken."""
        super().__init__((HOST, port), partial(_Handler, folder=folder.resolve()))

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_port}/"

    @property
    def names(self) -> set[str]:
        """What a browser may have called it by."""
        return {f"{name}:{self.server_port}" for name in (HOST, "localhost")}


class _Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD with a file of the folder, its index, or a list of indexes below it."""

    server: Server
    server_version, sys_version = "diaodu", ""

    def __init__(self, *args: Any, folder: Path) -> None:
        self._folder = folder
        super().__init__(*args)

    def do_GET(self) -> None:
        """Send a file."""
        self._answer(body=True)

    def do_HEAD(self) -> None:
        """Say what would be sent."""
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        if self.headers.get("Host", "").casefold() not in self.server.names:
            return self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        address = urlsplit(self.path).path
        found = within(self._folder, address)
        if found is not None and found.is_dir():
            if not address.endswith("/"):
                return self._go_on(f"{address.rsplit('/', 1)[-1]}/")
            index = within(self._folder, f"{address}{INDEX}")
            if index is None:
                return self._list(found, address, body=body)
            found = index
        if found is None or not found.is_file():
            return self.send_error(HTTPStatus.NOT_FOUND)
        return self._send(found.read_bytes(), kind_of(found), body=body)

    def _go_on(self, name: str) -> None:
        """Send the browser on to a folder's address with its slash, so that its links work."""
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", f"./{name}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _list(self, folder: Path, address: str, *, body: bool) -> None:
        """The indexes below a folder that has none itself; nothing else is ever listed."""
        every = sorted(path.relative_to(folder).as_posix() for path in folder.glob(f"**/{INDEX}"))
        below = [path for path in every if within(self._folder, address + quote(path))]
        if not below:
            return self.send_error(HTTPStatus.NOT_FOUND)
        links = "".join(f'<li><a href="{quote(path)}">{escape(path)}</a></li>' for path in below)
        page = f'<!doctype html><meta charset="utf-8"><title>diaodu</title><ul>{links}</ul>'
        return self._send(page.encode(), KINDS[".html"], body=body)

    def _send(self, content: bytes, kind: str, *, body: bool) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if body:
            self.wfile.write(content)

    def end_headers(self) -> None:
        """Nothing is kept in a cache, guessed, framed by another page or told to another site."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "DENY")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: who looks at reports needs no log, and it would fill the terminal."""


def within(root: Path, address: str) -> Path | None:
    """The file or folder that an address means, all links followed; None for one not in `root`.

    root: a resolved path. Hidden names mean nothing, nor does what a link leads out to.
    """
    names = [name for name in unquote(address).split("/") if name]
    if any(name.startswith(".") or set(name) & set("\\:\0") for name in names):
        return None
    try:
        found = root.joinpath(*names).resolve()
        there = found.is_dir() or found.is_file()
    except (OSError, RuntimeError):  # a name that is too long, a link that goes round
        return None
    return found if there and found.is_relative_to(root) else None


def kind_of(path: Path) -> str:
    """The kind of a file by its ending; what nobody knows is only offered for download."""
    ending = path.suffix.casefold()
    return KINDS.get(ending) or mimetypes.types_map.get(ending, "application/octet-stream")
