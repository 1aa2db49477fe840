"""Recording: every request and answer as a line, in order, the same for the same scenario, and no secret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from kalshi_gen.api.api_keys import generate_api_key
from kalshi_gen.models import GenerateApiKeyRequest
from kalshi_sandbox import Sandbox
from kalshi_sandbox.faults import Reset, Status

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
