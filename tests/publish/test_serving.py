"""The server of `diaodu serve`, asked as a browser asks and as nobody should."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from diaodu.publish import serving
from diaodu.publish.serving import Server, kind_of, within

SECRET = "not for them"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """reports/ with one quarter, beside a file that is none of the browser's business."""
    home = tmp_path_factory.mktemp("served")
    (home / "secret.txt").write_text(SECRET, encoding="utf-8")
    root = home / "reports"
    quarter = root / "shili" / "2022Q1"
    quarter.mkdir(parents=True)
    (quarter / "index.html").write_text("<p>目录</p>", encoding="utf-8")
    (quarter / "甲.xlsx").write_bytes(b"PK")
    (quarter / "run.json").write_text("{}", encoding="utf-8")
    (root / ".hidden.html").write_text(SECRET, encoding="utf-8")
    (root / "out.html").symlink_to(home / "secret.txt")
    (root / "up").symlink_to(home)
    (root / "around").symlink_to(root / "around")
    linked = root / "linked"
    linked.mkdir()
    (linked / "index.html").symlink_to(home / "secret.txt")
    (root / "within.html").symlink_to(quarter / "index.html")
    return root


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with Server(folder) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.05,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def ask(server: Server, address: str, method: str = "GET", **headers: str) -> tuple:
    """Status, headers and content; the address is sent as it is."""
    connection = http.client.HTTPConnection(serving.HOST, server.server_port, timeout=20)
    try:
        connection.putrequest(method, address, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_it_listens_on_this_machine_alone(server) -> None:
    assert server.server_address[0] == "127.0.0.1"
    assert server.address == f"http://127.0.0.1:{server.server_port}/"


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/shili/2022Q1/", "text/html; charset=utf-8"),
        ("/shili/2022Q1/index.html?x=1", "text/html; charset=utf-8"),
        ("/within.html", "text/html; charset=utf-8"),
        ("/shili/2022Q1/%E7%94%B2.xlsx", serving.KINDS[".xlsx"]),
        ("/shili/2022Q1/run.json", "application/json; charset=utf-8"),
    ],
)
def test_files_of_the_folder_are_sent_as_what_they_are(server, address, kind) -> None:
    status, headers, content = ask(server, address)
    assert (status, headers["Content-Type"]) == (200, kind)
    assert int(headers["Content-Length"]) == len(content)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert ask(server, address, "HEAD")[2] == b""


@pytest.mark.parametrize(
    "address",
    [
        *("/../secret.txt", "/shili/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt"),
        *("/out.html", "/up/secret.txt", "/up/", "/linked/", "/around", "/.hidden.html"),
        *("//etc/passwd", "/etc/passwd", "/shili/2022Q1/nothing.html", "/%00", "/..%5csecret.txt"),
        *("/C:/secret.txt", "/" + "a" * 5000, "/shili/2022Q1/index.html/"),
    ],
)
def test_nothing_else_is(server, address) -> None:
    status, _, content = ask(server, address)
    if address.endswith("index.html/"):  # a slash too many is the file itself
        assert status == 200
        return
    assert status == 404
    assert SECRET.encode() not in content


def test_a_folder_without_its_slash_sends_the_browser_on(server) -> None:
    status, headers, _ = ask(server, "/shili/2022Q1")
    assert (status, headers["Location"]) == (302, "./2022Q1/")


def test_a_folder_without_an_index_lists_the_indexes_below_and_nothing_else(server) -> None:
    status, _, content = ask(server, "/shili/")
    assert status == 200
    assert content.count(b"<li>") == 1 and b'href="2022Q1/index.html"' in content
    assert b"run.json" not in content


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", ""])
def test_who_asks_for_another_name_is_refused(server, host) -> None:
    name = host.format(port=server.server_port)
    status, _, content = ask(server, "/shili/2022Q1/", Host=name)
    assert status == 421
    assert "目录".encode() not in content
    assert ask(server, "/shili/2022Q1/", Host=f"LocalHost:{server.server_port}")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_nothing_can_be_sent_to_it(server, method) -> None:
    assert ask(server, "/shili/2022Q1/", method)[0] == 501


def test_a_taken_port_is_refused(server, folder) -> None:
    with pytest.raises(OSError, match="in use"):
        Server(folder, server.server_port)


def test_what_an_address_means(folder) -> None:
    root = folder.resolve()
    assert within(root, "/") == root
    assert within(root, "/shili//2022Q1/") == root / "shili" / "2022Q1"
    assert within(root, "/linked/index.html") is None
    assert kind_of(Path("x.unknown")) == "application/octet-stream"
    assert kind_of(Path("x.SVG")) == "image/svg+xml"
