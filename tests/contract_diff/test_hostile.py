"""Documents that are not specs, or are hostile, are refused within seconds, in bounded memory, with one line."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts.contract_diff.__main__ import main
from scripts.contract_diff.operations import compare
from scripts.documents import dump
from scripts.vendoring import published
from tests.walking import by_name, each_of, walk, walked

from ..loopback import NO_CERTIFICATES, Answer, listening
from . import Document, answer, content, only, operation, spec

GOOD = dump(only()).encode()


@pytest.fixture(autouse=True)
def _no_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(httpx, "AsyncClient", partial(httpx.AsyncClient, verify=NO_CERTIFICATES))


def refusal(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """The line with which a source is refused, quickly and on either side."""
    good = tmp_path / "good.yaml"
    good.write_bytes(GOOD)
    started = time.monotonic()
    for sides in ([str(good), source], [source, str(good)]):
        assert main([*sides, "--no-surface"]) == 2
    assert time.monotonic() - started < 30
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2
    assert lines[0] == lines[1]
    assert len(lines[0]) < 700
    return lines[0]


LAUGHS = "a: &a0 [x, x]\n" + "".join(f"b{at}: &a{at + 1} [*a{at}, *a{at}]\n" for at in range(40))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (LAUGHS.encode(), "expand"),
        (b"a: &a [*a]", "expand"),
        (b"a: &a {b: [{c: *a}], d: *a}", "expand"),
        # Too deep for the parser itself; the message is the parser's.
        (b"[" * 100_000, "not YAML or JSON"),
        (b'{"a":' * 100_000, "not YAML or JSON"),
        (b"- " * 100_000, "not YAML or JSON"),
        (b"[" * 201 + b"]" * 201, "nested more than 200 levels deep"),
        (b'{"a":' * 201 + b"1" + b"}" * 201, "nested more than 200 levels deep"),
        (b"- " * 201, "nested more than 200 levels deep"),
        (b"openapi: \xff\xfe\xfa", "not YAML"),
        (b"- openapi\n- 3.0.3", "not an OpenAPI"),
        (b"<!DOCTYPE html><html><body><p>Gone</p></body></html>", "not"),
        (b"", "not an OpenAPI"),
        (b"openapi: 2.0.0\npaths: {}", "not an OpenAPI"),
        (b"openapi: 3.0.3\ninfo: {title: a, version: 1}\npaths: []", "not a valid"),
        (dump(only(responses=answer({"$ref": "file:///etc/hostname"}))).encode(), "outside"),
        (dump(only(responses=answer({"$ref": "http://127.0.0.1:1/a.yaml"}))).encode(), "outside"),
        (dump(only(responses=answer({"$ref": "other.yaml#/a"}))).encode(), "outside"),
    ],
)
def test_a_document_that_is_no_spec_is_status_2(
    text: bytes, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_bytes(text)
    assert reason in refusal(str(path), tmp_path, capsys)


def test_a_file_without_end_is_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "larger than 20 MB" in refusal("/dev/zero", tmp_path, capsys)


def streams(connection: socket.socket, received: object) -> None:
    """Send 200 MB in chunks, or as much as the client reads."""
    connection.sendall(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    chunk = b"#" * 1024 * 1024
    for _ in range(200):
        connection.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))


def redirects(target: str) -> Answer:
    def answered(connection: socket.socket, received: object) -> None:
        connection.sendall(f"HTTP/1.1 302 Found\r\nlocation: {target}\r\ncontent-length: 0\r\n\r\n".encode())

    return answered


@pytest.mark.parametrize(
    ("answered", "reason"),
    [
        (streams, "larger than 20 MB"),
        (redirects("file:///etc/hostname"), "can't be read"),
        (redirects("/again"), "can't be read"),
    ],
)
def test_a_server_that_means_harm_is_status_2(
    answered: Answer, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with listening(answered) as server:
        assert reason in refusal(server.base_url, tmp_path, capsys)


@contextmanager
def dripping(head: bytes) -> Iterator[str]:
    """A server that sends a head and then a byte at a time, without end."""
    stop = threading.Event()

    def drip(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(head)
        while not stop.wait(0.02):
            connection.sendall(b"a")

    with listening(at_once=drip) as server:
        try:
            yield server.base_url
        finally:
            stop.set()


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n", b"HTTP/1.1 200 OK\r\nx-long: "]
)
def test_a_server_that_drips_is_given_up_after_the_total_timeout(
    head: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "TOTAL_TIMEOUT", 0.1)
    with dripping(head) as url:
        assert "not downloaded within 0.1 seconds" in refusal(url, tmp_path, capsys)


def reference(name: str, kind: str = "schemas") -> dict[str, Any]:
    return {"$ref": f"#/components/{kind}/{name}"}


def used(schemas: dict[str, Any]) -> Document:
    """A spec that sends and reads the schema A."""
    node = operation(requestBody={"content": content(reference("A"))}, responses=answer(reference("A")))
    return spec({"/a": {"post": node}}, components={"schemas": schemas})


def tree(**parts: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"left": reference("A"), "value": {"type": "string"}, **parts}}


CYCLES: dict[str, Document] = {
    "a schema in itself": used({"A": tree()}),
    "two schemas in each other": used({"A": tree(b=reference("B")), "B": tree()}),
    "through a nullable wrapper": used({"A": tree(right={"allOf": [reference("A")], "nullable": True})}),
    "through a list and a map": used(
        {"A": tree(many={"type": "array", "items": reference("A")}, map={"additionalProperties": reference("A")})}
    ),
    "through variants": used({"A": tree(one={"oneOf": [reference("A"), {"anyOf": [reference("A"), tree()]}]})}),
    "through a place that is no component": used(
        {"A": tree(), "B": {"properties": {"a": {"$ref": "#/components/schemas/B/properties/a/items"}}}}
        | {"C": tree(a={"$ref": "#/components/schemas/C/properties/left"})}
    ),
    "through a schema that is wider than its part": used(
        {"A": tree(both={"allOf": [reference("A"), {"type": "object"}]})}
    ),
}


@walked("name", sorted(CYCLES))
def test_schemas_that_lead_in_a_circle_are_compared_all_the_same(name: str) -> None:
    old, new = CYCLES[name], json.loads(json.dumps(CYCLES[name]))
    assert compare(old, new) == []
    new["components"]["schemas"]["A"]["properties"]["value"]["type"] = "integer"
    assert ("A.value", "response-property-type-changed") in {(each.location, each.id) for each in compare(old, new)}


def test_one_circle_is_compared_with_another() -> None:
    def check(pair: tuple[str, str]) -> None:
        name, other = pair
        assert (compare(CYCLES[name], CYCLES[other]) == []) == (name == other)

    walk(each_of(by_name(CYCLES, str), by_name(CYCLES, str)), check)


@pytest.mark.parametrize(
    "document",
    [
        used({"A": {"allOf": [reference("A"), {"type": "object"}]}}),
        used({"A": reference("B"), "B": reference("A")}),
        used({"A": {"oneOf": [reference("A"), {"type": "string"}]}}),
        spec(
            {"/a": {"get": operation(parameters=[reference("P", "parameters")])}},
            components={"parameters": {"P": reference("P", "parameters")}},
        ),
        spec(
            {"/a": {"get": operation(responses={"200": reference("R", "responses")})}},
            components={"responses": {"R": reference("R", "responses")}},
        ),
    ],
)
def test_references_that_lead_nowhere_but_to_themselves_end(document: Document, tmp_path: Path) -> None:
    assert compare(document, document) == []
    path = tmp_path / "circle.yaml"
    path.write_text(dump(document), encoding="utf-8")
    assert main([str(path), str(path)]) in (0, 2)


def doubled(depth: int, how: Callable[[dict[str, Any]], dict[str, Any]]) -> Document:
    schemas = {f"S{at}": how(reference(f"S{at + 1}")) for at in range(depth)}
    return used({"A": reference("S0"), **schemas, f"S{depth}": {"type": "string"}})


@pytest.mark.parametrize(
    "how",
    [
        lambda inner: {"allOf": [inner, inner]},
        lambda inner: {"oneOf": [inner, {"type": "array", "items": inner}]},
        lambda inner: {"type": "object", "properties": {"a": inner, "b": inner}},
        lambda inner: {"allOf": [inner, {"properties": {"a": {"allOf": [inner, {"minLength": 1}]}}}]},
    ],
)
def test_references_that_double_at_every_step_take_no_time(how: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    # Work that doubles at each of 25 steps is done 33 million times, which takes minutes.
    old, new = doubled(25, how), doubled(25, how)
    new["components"]["schemas"]["S25"]["type"] = "integer"
    started = time.process_time()
    assert compare(old, new)
    assert time.process_time() - started < 5


def test_a_chain_of_a_thousand_schemas_is_followed_to_its_end() -> None:
    def chain(last: str) -> Document:
        schemas = {f"S{at}": {"properties": {"a": reference(f"S{at + 1}")}} for at in range(1000)}
        return used({"A": reference("S0"), **schemas, "S1000": {"type": last}})

    changed = compare(chain("string"), chain("integer"))
    assert [(each.id, each.location) for each in changed] == [
        ("request-property-type-changed", "S1000"),
        ("response-property-type-changed", "S1000"),
    ]
