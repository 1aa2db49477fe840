"""Reading a document has limits: of what it expands to, of time and memory, and of what it may say of itself."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from attrs import evolve

from scripts import documents, specs, vendor
from scripts.documents import dump
from scripts.vendoring import published, validation
from scripts.vendoring.published import SpecError, read
from tests.walking import walked

from ..loopback import NO_CERTIFICATES, Answer, listening
from . import hostile, spec

CONSISTS = "it consists of itself, or of more than 200 schemas (at components/schemas/S"
BOMB = gzip.compress(bytes(30 * 1024 * 1024), mtime=0)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Any], str]:
    def to(document: Any) -> str:
        path = tmp_path / "published.yaml"
        path.write_text(document if isinstance(document, str) else dump(document), encoding="utf-8")
        return str(path)

    return to


def refusal(source: str) -> str:
    with pytest.raises(SpecError) as caught:
        read(source)
    message = str(caught.value)
    assert message.isprintable()
    return message


@pytest.mark.parametrize("text", list(hostile.bombs()), ids=lambda text: f"{text[:20]}, {len(text)} characters")
def test_a_bomb_is_refused_at_once(write: Callable[[Any], str], text: str) -> None:
    began = time.process_time()
    assert "not YAML or JSON" in refusal(write(text))
    assert time.process_time() - began < 5


@walked(
    ("text", "reason"),
    [
        ("a: &a [*a]", "line 1 is within"),
        ("b: 1\na: &a {b: [{c: *a}]}", "line 2 is within"),
        ("a: !!pairs [b: 1]", "could not determine a constructor"),
        ("a: !!set {b}", "could not determine a constructor"),
        ("a: !!omap [b: 1]", "could not determine a constructor"),
        ("a: !!binary YQ==", "could not determine a constructor"),
        ("a: !!timestamp 2024-01-01", "could not determine a constructor"),
        ("a: !own b", "could not determine a constructor"),
        (f"a: {'9' * 41}", "more than 40 digits"),
        (f"a: 0x{'f' * 41}", "more than 40 digits"),
        ("[" + "1," * 10_001 + "]", "more than 10,000 items"),
        ("{" + "".join(f"a{at}: 1, " for at in range(2_001)) + "}", "more than 2,000 keys"),
    ],
)
def test_what_is_too_large_or_no_plain_data_is_refused_with_its_line(text: str, reason: str) -> None:
    with pytest.raises(yaml.YAMLError, match=reason):
        documents.load(text)


def test_levels_that_aliases_add_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAXIMUM_DEPTH", 4)
    assert documents.load("a: &a [[x]]\nb: [*a]") == {"a": [["x"]], "b": [[["x"]]]}
    with pytest.raises(yaml.YAMLError, match="line 2 is nested more than 4 levels deep"):
        documents.load("a: &a [[x]]\nb: [[*a]]")


def test_characters_that_aliases_add_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAXIMUM_CHARACTERS", 40)
    text = f"a: &a {'x' * 10}\nb: [*a, *a"
    assert documents.load(text + "]")["b"] == ["x" * 10] * 2
    with pytest.raises(yaml.YAMLError, match="more than 40 characters"):
        documents.load(text + ", *a]")


@pytest.mark.parametrize(
    "field",
    [
        {"type": "string", "pattern": "^(a+)+$", "default": "a" * 40 + "!"},
        {"type": "array", "items": {}, "uniqueItems": True, "default": [{"a": [at]} for at in range(200)]},
        {"type": "object", "patternProperties": {"^(a+)+$": {}}, "default": {"a" * 40 + "!": 1}},
    ],
    ids=["pattern", "unique", "names"],
)
def test_what_a_document_asks_to_evaluate_takes_no_time(write: Callable[[Any], str], field: Any) -> None:
    document = spec()
    document["components"]["schemas"]["Market"]["properties"]["hard"] = field
    began = time.monotonic()
    assert read(write(document)).document["components"]["schemas"]["Market"]["properties"]["hard"] == field
    assert time.monotonic() - began < 10


def test_an_enum_of_many_values_takes_no_time(write: Callable[[Any], str]) -> None:
    document = spec()
    values: list[Any] = [{"a": index} for index in range(200)]
    document["components"]["schemas"] |= {f"Enum{at}": {"enum": values} for at in range(5)}
    began = time.monotonic()
    assert "a value of an enum is a mapping" in refusal(write(document))
    assert time.monotonic() - began < 10
    for most, more in ((200, [*values, 1]), (1_000, list(range(1_001)))):
        document["components"]["schemas"]["Enum0"]["enum"] = more
        assert f"a list has more than {most:,} items (at components/schemas/Enum0/enum)" in refusal(write(document))


def composed(depth: int, *, times: int, how: str = "allOf") -> dict[str, Any]:
    """A spec with schemas that each consist of the next one, so many times."""
    document = spec()
    schemas = {f"S{at}": {how: [{"$ref": f"#/components/schemas/S{at + 1}"}] * times} for at in range(depth)}
    document["components"]["schemas"] |= {**schemas, f"S{depth}": {"type": "object"}}
    return document


@pytest.mark.parametrize("how", ["allOf", "anyOf", "oneOf"])
def test_schemas_that_consist_of_each_other_twice_are_refused_at_once(write: Callable[[Any], str], how: str) -> None:
    began = time.process_time()
    assert CONSISTS in refusal(write(composed(30, times=2, how=how)))
    assert time.process_time() - began < 5
    assert read(write(composed(6, times=2, how=how)))


def test_schemas_that_consist_of_each_other_at_many_levels_are_refused(write: Callable[[Any], str]) -> None:
    for depth in (201, 1500):
        assert CONSISTS in refusal(write(composed(depth, times=1)))
    assert read(write(composed(100, times=1)))


@pytest.mark.parametrize("how", ["allOf", "oneOf"])
def test_a_schema_that_consists_of_itself_is_refused(write: Callable[[Any], str], how: str) -> None:
    document = spec()
    document["components"]["schemas"]["S0"] = {how: [{"$ref": "#/components/schemas/S0"}, {"type": "object"}]}
    assert CONSISTS in refusal(write(document))
    document["components"]["schemas"]["S0"] = {"properties": {"a": {how: [{"$ref": "#/components/schemas/S0"}]}}}
    assert read(write(document))


@pytest.fixture
def own_validator(monkeypatch: pytest.MonkeyPatch) -> validation._Validator:
    validator = validation._Validator()
    monkeypatch.setattr(validation, "_VALIDATOR", validator)
    return validator


def test_a_validation_that_takes_too_long_is_ended_and_the_next_one_works(
    write: Callable[[Any], str], monkeypatch: pytest.MonkeyPatch, own_validator: validation._Validator
) -> None:
    source = write(spec())
    with monkeypatch.context() as context:
        context.setattr(validation, "TIMEOUT", 0.0)
        assert "it can't be validated within 0 seconds" in refusal(source)
    assert read(source).document == spec()
    own_validator.end()


def test_a_validator_that_dies_is_no_answer(
    write: Callable[[Any], str], monkeypatch: pytest.MonkeyPatch, own_validator: validation._Validator
) -> None:
    own_validator._process = _Dead()  # type: ignore[assignment]
    assert "it can't be validated" in refusal(write(spec()))


class _Dead:
    """A process that takes a request and ends without an answer."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self.stdin = ours.makefile("wb")
        self.stdout = ours.makefile("rb")
        theirs.close()
        self._socket = ours

    def poll(self) -> None:
        """It seems to run."""

    def kill(self) -> None:
        """It is dead already."""

    def communicate(self) -> None:
        """Close what is open."""
        for each in (self.stdin, self.stdout, self._socket):
            try:
                each.close()
            except BrokenPipeError:
                continue


def test_the_validator_limits_its_own_memory_and_time() -> None:
    program = (
        "import io, resource; from scripts.vendoring import validation; validation._serve(io.BytesIO(), io.BytesIO());"
        "validation._limit_time();"
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], resource.getrlimit(resource.RLIMIT_CPU)[0])"
    )
    memory, seconds = map(int, _python(program).split())
    assert memory == validation.MAXIMUM_MEMORY
    assert validation.TIMEOUT <= seconds <= validation.TIMEOUT + 10


def _python(program: str) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=specs.ROOT).stdout


def answering(body: bytes, *headers: str) -> Answer:
    head = "\r\n".join(["HTTP/1.1 200 OK", f"content-length: {len(body)}", *headers]).encode()

    def answer(connection: socket.socket, received: object) -> None:
        connection.sendall(head + b"\r\n\r\n" + body)

    return answer


@pytest.fixture(autouse=True)
def _no_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(httpx, "AsyncClient", partial(httpx.AsyncClient, verify=NO_CERTIFICATES))


@walked(
    ("body", "encoding", "reason"),
    [
        (gzip.compress(gzip.compress(b"a: 1", mtime=0), mtime=0), "gzip, gzip", "encoded as 'gzip, gzip'"),
        (zlib.compress(b"a: 1"), "deflate", "encoded as 'deflate'"),
        (b"a: 1", "br", "encoded as 'br'"),
        (b"a: 1", "gzip", "can't be read"),
        (gzip.compress(dump(spec()).encode(), mtime=0)[:-9], "gzip", "ends too early"),
        (BOMB, "gzip", "larger than 20 MB"),
    ],
)
def test_a_download_is_plain_or_gzip_and_limited_after_decompression(body: bytes, encoding: str, reason: str) -> None:
    with listening(answering(body, f"content-encoding: {encoding}")) as server:
        assert reason in refusal(server.base_url)


def test_a_compressed_download_is_never_held_decompressed(monkeypatch: pytest.MonkeyPatch) -> None:
    longest = 0
    real = zlib.decompressobj

    class Decompressor:
        def __init__(self, bits: int) -> None:
            self._inner = real(bits)
            self.eof = False

        def decompress(self, chunk: bytes, most: int) -> bytes:
            nonlocal longest
            content = self._inner.decompress(chunk, most)
            longest = max(longest, len(content))
            return content

    monkeypatch.setattr(published.zlib, "decompressobj", Decompressor)
    monkeypatch.setattr(published, "MAXIMUM_BYTES", 1000)
    with listening(answering(BOMB, "content-encoding: gzip")) as server:
        refusal(server.base_url)
    assert 0 < longest <= 1001


def test_a_compressed_spec_is_read() -> None:
    body = gzip.compress(dump(spec()).encode())
    with listening(answering(body, "content-encoding: gzip")) as server:
        assert read(server.base_url).document == spec()


@pytest.mark.parametrize("stated", [5, [], {"url": "https://forged.example", "version": "9", "sha256": "0" * 64}])
def test_what_a_published_document_says_of_its_origin_is_dropped(write: Callable[[Any], str], stated: Any) -> None:
    source = write({**spec(), "x-upstream": stated})
    found = read(source)
    assert (found.document, found.provenance) == (spec(), None)
    vendored, _ = vendor.vendor(source, evolve(specs.API, overlays=()))
    assert vendored["x-upstream"] == {"url": specs.API.url, "version": "1.2.3", "sha256": found.sha256}


@pytest.mark.parametrize(
    "stated",
    [
        5,
        [],
        {"url": "::error::", "version": "1", "sha256": "0" * 64},
        {"url": "https://a.example", "version": "1\n", "sha256": "0" * 64},
        {"url": "https://a.example", "version": 1, "sha256": "0" * 64},
        {"url": "https://a.example", "version": "1", "sha256": "0" * 63},
    ],
)
def test_a_vendored_file_that_does_not_say_what_it_was_made_from_is_refused(
    write: Callable[[Any], str], monkeypatch: pytest.MonkeyPatch, stated: Any
) -> None:
    source = write({**spec(), "x-upstream": stated})
    monkeypatch.setattr(specs, "REGISTER", (evolve(specs.API, path=Path(source)),))
    assert "its x-upstream is not the url, the version and the sha256" in refusal(source)


def test_a_vendored_file_keeps_its_provenance(write: Callable[[Any], str], monkeypatch: pytest.MonkeyPatch) -> None:
    stated = {"url": "https://a.example/openapi.yaml", "version": "1.2.3", "sha256": "0" * 64}
    source = write({**spec(), "x-upstream": stated})
    monkeypatch.setattr(specs, "REGISTER", (evolve(specs.API, path=Path(source)),))
    assert read(source).provenance == stated
