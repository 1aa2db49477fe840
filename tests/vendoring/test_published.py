from __future__ import annotations

import contextlib
import copy
import hashlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts import documents
from scripts.documents import dump
from scripts.vendoring import published
from scripts.vendoring.published import SpecError, operations, read

from ..loopback import NO_CERTIFICATES, listening, stays_silent
from . import spec

MEGABYTE = 1024 * 1024


def refusal(source: str | Path) -> str:
    """The message of the refusal, which is one line that begins with the source."""
    with pytest.raises(SpecError) as caught:
        read(str(source))
    message = str(caught.value)
    assert message.startswith(f"{source}: ")
    assert "\n" not in message
    assert len(message) < 600
    return message


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str | bytes | dict[str, Any]], Path]:
    def write(content: str | bytes | dict[str, Any]) -> Path:
        path = tmp_path / "published.yaml"
        text = dump(content) if isinstance(content, dict) else content
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/moved":
            self._head(302, Location="/spec")
        elif self.path == "/spec":
            content = dump(spec()).encode()
            self._head(200, content)
        elif self.path == "/endless":
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            chunk = b"#" * MEGABYTE
            for _ in range(64):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        elif self.path == "/page":
            self._head(200, b"<html><body>Not: here</body></html>")
        else:
            self._head(404, b"no such document")

    def _head(self, status: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has read enough disconnects, as the tests expect."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(httpx, "AsyncClient", partial(httpx.AsyncClient, verify=NO_CERTIFICATES))
    with _Server(("127.0.0.1", 0), _Answers) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}"
        running.shutdown()
        thread.join()


def test_a_valid_document_is_read_with_the_digest_of_its_bytes(file: Callable[..., Path]) -> None:
    path = file(spec())
    assert read(str(path)) == published.Published(spec(), hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.mark.parametrize("version", ["3.0.0", "3.0.3", "3.1.0", "3.1.1"])
def test_openapi_3_0_and_3_1_are_read(file: Callable[..., Path], version: str) -> None:
    assert read(str(file(spec(openapi=version)))).document["openapi"] == version


def test_status_codes_may_be_unquoted(file: Callable[..., Path]) -> None:
    path = file(dump(spec()).replace("'200'", "200"))
    assert list(read(str(path)).document["paths"]["/markets"]["get"]["responses"]) == ["200"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "- a\n- b\n",
        "words",
        "swagger: '2.0'\ninfo: {title: t, version: '1'}\npaths: {}\n",
        spec(openapi="2.0"),
        spec(openapi="3.2.0"),
        spec(openapi="3.10.0"),
        spec(openapi=3.0),
        spec(openapi=None),
        "raml: 1.0\n",
    ],
)
def test_what_is_not_openapi_3_0_or_3_1_is_refused(file: Callable[..., Path], content: Any) -> None:
    assert "not an OpenAPI 3.0 or 3.1 document" in refusal(file(content))


@pytest.mark.parametrize(
    "content",
    [
        "a: [1,\n b: }",
        "a: b: c",
        "openapi: 3.0.0\nopenapi: 3.0.0",
        "? [1]\n: 2",
        b"\xff\xfe\x80",
        b"\x00\x01\x02",
    ],
)
def test_what_is_not_yaml_is_refused(file: Callable[..., Path], content: str | bytes) -> None:
    assert "not YAML or JSON" in refusal(file(content))


def _without_responses(operation: dict[str, Any]) -> None:
    del operation["responses"]


def _with_a_number_for_responses(operation: dict[str, Any]) -> None:
    operation["responses"] = 5


def _with_a_dangling_reference(operation: dict[str, Any]) -> None:
    operation["responses"]["400"] = {"$ref": "#/components/responses/Absent"}


def _with_a_large_mistake(operation: dict[str, Any]) -> None:
    operation["parameters"] = [{"name": "n" * 5000, "in": ["query"] * 500}]


@pytest.mark.parametrize(
    "spoil",
    [
        _without_responses,
        _with_a_number_for_responses,
        _with_a_dangling_reference,
        _with_a_large_mistake,
    ],
)
def test_invalid_openapi_is_refused_on_one_line(
    file: Callable[..., Path], spoil: Callable[[dict[str, Any]], None]
) -> None:
    document = spec()
    spoil(document["paths"]["/markets"]["get"])
    assert "not a valid OpenAPI document" in refusal(file(document))


def test_a_text_with_an_unquoted_comma_in_braces_is_named_and_not_guessed_at(tmp_path: Path) -> None:
    given = "      - {name: day, in: query, schema: {type: string}, description: A day, YYYY. The last one}\n"
    text = documents.dump(spec()).replace("      parameters:\n", f"      parameters:\n{given}", 1)
    source = tmp_path / "spec.yaml"
    source.write_text(text, encoding="utf-8")
    assert refusal(source).endswith(
        "a text before 'YYYY. The last one' has a comma and no quotes: quote it (at paths//markets/get/parameters/0)"
    )


def test_a_reference_to_another_file_is_refused_since_nothing_beside_the_document_is_read(
    file: Callable[..., Path],
) -> None:
    document = spec()
    document["paths"]["/markets"]["get"]["responses"]["400"] = {"$ref": "absent.yaml#/a"}
    assert "leads outside the document" in refusal(file(document))


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("key", ["$id", "$schema", "$dynamicRef", "$recursiveRef", "$ref", "externalValue"])
def test_nothing_that_a_document_names_is_fetched(file: Callable[..., Path], version: str, key: str) -> None:
    with listening(stays_silent) as server:
        document = spec(openapi=version)
        inner = {"$ref": "#/components/schemas/Side"}
        document["components"]["schemas"]["Far"] = {key: f"{server.base_url}/a", "properties": {"side": inner}}
        with contextlib.suppress(SpecError):
            read(str(file(document)))
        assert server.connections == []


def test_the_place_of_a_mistake_is_named(file: Callable[..., Path]) -> None:
    document = spec()
    _with_a_number_for_responses(document["paths"]["/markets"]["get"])
    assert re.search(r"\(at paths//markets.*\)$", refusal(file(document)))


def test_a_version_that_is_a_number_is_refused(file: Callable[..., Path]) -> None:
    assert re.search(r"\(at info.*\)$", refusal(file(spec(info={"title": "t", "version": 1.0}))))


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_document_without_paths_is_refused(file: Callable[..., Path], version: str) -> None:
    assert "no paths" in refusal(file(spec(openapi=version, paths={})))


def test_two_operations_with_one_operation_id_are_refused(file: Callable[..., Path]) -> None:
    document = spec()
    document["paths"]["/more"] = copy.deepcopy(document["paths"]["/markets"])
    assert "'GetMarkets'" in refusal(file(document))


def test_an_operation_without_an_operation_id_is_refused(file: Callable[..., Path]) -> None:
    document = spec()
    del document["paths"]["/markets"]["get"]["operationId"]
    assert "no operationId" in refusal(file(document))


def test_a_file_over_20_megabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as large:
        large.truncate(20 * MEGABYTE + 1)
    assert "larger than 20 MB" in refusal(path)


def test_a_file_of_exactly_the_most_bytes_is_not_too_large(
    file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    # With a twentieth of the usual limit, since every byte is parsed.
    monkeypatch.setattr(published, "MAXIMUM_BYTES", MEGABYTE)
    text = dump(spec()).encode()
    text += b"#" * (MEGABYTE - len(text))
    assert read(str(file(text))).document == spec()
    assert "larger than 1 MB" in refusal(file(text + b"#"))


def counted(node: Any) -> int:
    """How many values the aliases of a document expand to."""
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return 1 + sum(counted(child) for child in children)


def test_a_document_may_expand_to_exactly_the_most_values(
    file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(dump(spec()) + "x-a: &a [1, {b: 2, c: &c [3]}]\nx-d: [*a, *c, {e: *a, f: [*c, *c]}]\nx-g: *c\n")
    most = counted(documents.load(path.read_bytes()))
    monkeypatch.setattr(documents, "MAXIMUM_VALUES", most)
    assert read(str(path)).document["x-g"] == [3]
    monkeypatch.setattr(documents, "MAXIMUM_VALUES", most - 1)
    assert "expands to more than" in refusal(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "can't be read" in refusal(tmp_path / "absent.yaml")
    assert "can't be read" in refusal(tmp_path)


def test_a_document_is_read_over_http_and_through_a_redirect(server: str) -> None:
    digest = hashlib.sha256(dump(spec()).encode()).hexdigest()
    for path in ("/spec", "/moved"):
        assert read(server + path) == published.Published(spec(), digest)


def test_a_download_over_20_megabytes_is_refused_though_no_length_is_stated(server: str) -> None:
    assert "larger than 20 MB" in refusal(f"{server}/endless")


def test_a_status_that_is_not_success_is_refused(server: str) -> None:
    assert refusal(f"{server}/absent").endswith(": can't be read: it was answered with status 404")


def test_a_web_page_is_refused(server: str) -> None:
    assert "not" in refusal(f"{server}/page")


def test_a_refused_connection_is_refused() -> None:
    with socket.socket() as bound:  # bound but not listening, so no one else can answer on this port
        bound.bind(("127.0.0.1", 0))
        assert "can't be read" in refusal(f"http://127.0.0.1:{bound.getsockname()[1]}/openapi.yaml")


@pytest.mark.parametrize("url", ["http://", "http://127.0.0.1:port/"])
def test_a_url_that_is_none_is_refused(url: str) -> None:
    assert "can't be read" in refusal(url)


def test_operations_come_in_order_and_extensions_are_none() -> None:
    document = spec()
    item = document["paths"]["/markets"]
    document["paths"] = {
        "x-note": {"get": "nothing"},
        "/b": {"parameters": [], "post": item["get"], "get": item["get"]},
        "/a": item,
    }
    found = [(path, method) for path, method, _ in operations(document)]
    assert found == [("/b", "post"), ("/b", "get"), ("/a", "get")]
