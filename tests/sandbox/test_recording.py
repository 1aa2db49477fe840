"""Recording: every request and answer as a line, in order, the same for the same scenario, and no secret."""

from __future__ import annotations

import base64
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, unquote

import httpx
import pytest
from cryptography.hazmat.primitives.serialization import PrivateFormat

from kalshi_gen.api.api_keys import generate_api_key
from kalshi_gen.models import GenerateApiKeyRequest
from kalshi_sandbox import Sandbox
from kalshi_sandbox.faults import Reset, Status
from kalshi_sandbox.recording import Recorder
from tests import keys
from tests.walking import walk

from . import plain
from .small import small_sandbox
from .test_answers import ORDER


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_says_what_was_asked_and_answered(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    with small_sandbox(record=path, clock="manual", behaviour="simple") as exchange, exchange.client() as client:
        http = client.get_httpx_client()
        http.post("/portfolio/events/orders", json=ORDER)
        http.get("/markets?limit=x")
        http.get("/nowhere")
        exchange.clock.advance(60)
        http.delete("/portfolio/order_groups/3f2b8c1e-0d5a-4c7e-9b1f-2a6d8e4c0b7a")
        order, bad, unknown, later = lines_of(path)
    assert {key: order[key] for key in ("operation", "method", "path", "query", "body", "status")} == {
        "operation": "CreateOrderV2",
        "method": "POST",
        "path": "/trade-api/v2/portfolio/events/orders",
        "query": "",
        "body": ORDER,
        "status": 201,
    }
    assert order["answer"]["client_order_id"] == "mine-1"
    assert (bad["query"], bad["status"]) == ("limit=x", 400)
    assert bad["answer"]["msg"].startswith("Parameter validation failed")
    assert (unknown["operation"], unknown["status"]) == (None, 404)
    assert (later["operation"], later["at"] - order["at"]) == ("DeleteOrderGroup", 60)


def test_a_line_is_on_the_disk_before_the_answer_is_read(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    with small_sandbox(record=path) as exchange:
        for count in range(1, 4):
            plain.get(f"{exchange.base_url}/exchange/status")
            assert len(lines_of(path)) == count


def test_faults_are_recorded_and_an_answer_that_nobody_got_is_none(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    with small_sandbox(record=path) as exchange:
        exchange.faults.add(Reset("before_answering"), nth=1)
        exchange.faults.add(Status(503), nth=2)
        with pytest.raises(httpx.ReadError):
            plain.get(f"{exchange.base_url}/exchange/status")
        plain.get(f"{exchange.base_url}/exchange/status")
    gone, failed = lines_of(path)
    assert (gone["status"], gone["answer"]) == (None, None)
    assert gone["faults"] == [{"kind": "reset", "when": "before_answering"}]
    assert (failed["status"], failed["faults"][0]["kind"]) == (503, "status")


def test_no_key_and_no_signature_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    with small_sandbox(record=path) as exchange, exchange.client() as client:
        generated = generate_api_key.sync(client=client, body=GenerateApiKeyRequest(name="second"))
        http = client.get_httpx_client()
        http.get(f"/markets?cursor={exchange.access_key_id}")
        http.post("/portfolio/events/orders", content=exchange.private_key_pem)
        http.get("/portfolio/balance")
        http.delete(f"/api_keys/{exchange.access_key_id}")
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) == 5
    assert exchange.access_key_id not in text
    assert generated.api_key_id not in text
    assert "PRIVATE KEY" not in text
    assert generated.private_key.splitlines()[1] not in text
    assert "KALSHI-ACCESS" not in text.upper()


def percent_encoded(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode())


# What a client may make of a key before it sends it by mistake.
ENCODINGS: dict[str, Callable[[str], str | bytes | dict[str, Any]]] = {
    "as it is": lambda pem: pem,
    "percent-encoded": quote,
    "percent-encoded twice": lambda pem: quote(quote(pem)),
    "each letter percent-encoded": percent_encoded,
    "percent-encoded more often than anybody decodes": lambda pem: quote(percent_encoded(pem)).replace("%", "%25" * 20),
    "of a form": lambda pem: f"key={quote_plus(pem)}&more=1",
    "in UTF-16": lambda pem: pem.encode("utf-16"),
    "in UTF-16 as JSON": lambda pem: json.dumps({"key": pem}).encode("utf-16"),
    "in Latin-1 behind a letter that is no UTF-8": lambda pem: b"\xe9" + pem.encode(),
    "cut off": lambda pem: json.dumps({"key": pem})[:300],
    "in base64": lambda pem: base64.b64encode(pem.encode()),
    "a value": lambda pem: {**ORDER, "client_order_id": pem},
    "a value percent-encoded": lambda pem: {"key": quote(pem)},
    "a value with NULs": lambda pem: {"key": pem.encode("utf-16-le").decode("latin-1")},
    "a value escaped": lambda pem: {"key": "".join(f"\\u{ord(letter):04x}" for letter in pem)},
    "a value in base64": lambda pem: {"key": base64.b64encode(pem.encode()).decode()},
    "JSON within a value": lambda pem: {"key": json.dumps({"key": pem})},
    "a name": lambda pem: {pem: 1},
    "a name percent-encoded": lambda pem: {quote(pem): {"more": 1}},
    "a list of lines": lambda pem: {"keys": pem.splitlines()},
    "without its first line": lambda pem: {"key": "".join(pem.splitlines()[1:-1])},
    "two fields": lambda pem: {"first": pem[:200], "second": pem[200:]},
}


@pytest.mark.parametrize(
    ("kind", "form"),
    [("RSA", PrivateFormat.PKCS8), ("RSA", PrivateFormat.TraditionalOpenSSL), ("Ed25519", PrivateFormat.PKCS8)],
)
def test_no_encoding_brings_a_key_into_a_recording(kind: str, form: PrivateFormat, tmp_path: Path) -> None:
    pem = keys.pem(kind, form).decode()

    def check(numbered: tuple[int, Callable[[str], Any]]) -> None:
        number, encoded = numbered
        path = tmp_path / f"{number}.jsonl"
        recorder = Recorder(path, clock=lambda: 1.0, key_ids={"id-1"})
        sent = encoded(pem)
        body = sent if isinstance(sent, bytes) else (sent if isinstance(sent, str) else json.dumps(sent)).encode()
        recorded: dict[str, Any] = {"operation_id": None, "method": "POST", "path": "/", "query": "", "body": b""}
        recorder.record(**{**recorded, "body": body}, answer=(400, body), faults=[])
        word = sent if isinstance(sent, str) else quote(body)
        recorder.record(**{**recorded, "path": f"/orders/{word}", "query": f"cursor={word}"}, answer=None, faults=[])
        recorder.close()
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) == 2
        assert pieces_of(pem, text) == set()
        assert lines_of(path)[0]["body"] in ("[redacted]", f"[{len(body)} bytes, no JSON]")
        assert lines_of(path)[1]["path"] == lines_of(path)[1]["query"] == "[redacted]"

    walk({name: (number, encoded) for number, (name, encoded) in enumerate(ENCODINGS.items())}, check)


def pieces_of(pem: str, text: str) -> set[str]:
    """The lines of a key that are in a text, or in what can be decoded of it."""
    readable = [text]
    for _ in range(30):
        readable.append(unquote(readable[-1]))
    readable += [each.replace("\\u0000", "").replace("\\\\u00", "%") for each in readable]
    readable += [unquote(each) for each in readable]
    lines = [line for line in pem.splitlines() if line]
    lines += [base64.b64encode(line.encode()).decode()[:20] for line in lines]
    return {line for line in lines for each in readable if line in each}


def test_an_id_is_redacted_within_a_text_a_name_and_a_path(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    known = "0f6b2c0e-3d8a-4c0f-9d4e-2a7f5b1c9e83"
    recorder = Recorder(path, clock=lambda: 1.0, key_ids={known})
    body = json.dumps({"msg": f"{known}: no key of this account", known: [known], "other": "stays"}).encode()
    escaped = quote(percent_encoded(known))
    recorder.record(
        operation_id=None,
        method="GET",
        path=f"/api_keys/{escaped}",
        query=f"limit=5&key={known}",
        body=body,
        answer=(404, json.dumps({"api_key_id": known})[:-2].encode()),
        faults=[],
    )
    recorder.close()
    (line,) = lines_of(path)
    assert line["path"] == "/api_keys/[redacted]"
    assert line["query"] == "limit=5&key=[redacted]"
    assert line["body"] == {"msg": "[redacted]", "[redacted]": ["[redacted]"], "other": "stays"}
    assert line["answer"] == f"[{len(json.dumps({'api_key_id': known})) - 2} bytes, no JSON]"


@pytest.mark.parametrize("mode", [None, 0o644, 0o200], ids=["new", "readable by all", "readable by nobody"])
def test_only_the_owner_may_read_a_recording(tmp_path: Path, mode: int | None) -> None:
    path = tmp_path / "record.jsonl"
    if mode is not None:
        path.write_text("earlier")
        path.chmod(mode)
    with small_sandbox(record=path):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_bytes() == b""


def test_a_recording_follows_no_link_and_waits_for_no_pipe(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "link").symlink_to(tmp_path / "precious")
    with pytest.raises(OSError, match="symbolic link"):
        Sandbox(record=tmp_path / "link")
    assert (tmp_path / "precious").read_text() == "precious"
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a regular file"):
        Sandbox(record=tmp_path / "pipe")


def test_half_a_surrogate_pair_can_be_recorded(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    with small_sandbox(record=path) as exchange, exchange.client() as client:
        client.get_httpx_client().post("/portfolio/events/orders", content=b'{"ticker": "\\ud800"}')
    assert lines_of(path)[0]["body"] == {"ticker": "\ud800"}


def scenario(path: Path) -> bytes:
    with small_sandbox(record=path, clock="manual") as exchange, exchange.client() as client:
        exchange.faults.add(Status(503, acting=True), probability=0.3, seed=5)
        http = client.get_httpx_client()
        for count in range(20):
            http.post("/portfolio/events/orders", json={**ORDER, "client_order_id": f"mine-{count}"})
            exchange.clock.advance(0.1)
    return path.read_bytes()


def test_the_same_scenario_gives_the_same_bytes(tmp_path: Path) -> None:
    first = scenario(tmp_path / "first.jsonl")
    assert first == scenario(tmp_path / "second.jsonl")
    assert b'"faults"' in first


def test_a_file_that_can_not_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Sandbox(record=tmp_path / "nowhere" / "record.jsonl")
