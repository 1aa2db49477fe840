"""The soak at its small size, and that it finds what it looks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalshi_overlay.http_recordings.matching import Bindings
from kalshi_sandbox import Sandbox
from tests.http_recordings import replay_soak


def test_bots_whose_requests_fail_are_replayed(capsys: pytest.CaptureFixture[str]) -> None:
    assert replay_soak.main(replay_soak.SIZES["small"]) == 0
    assert capsys.readouterr().out.endswith("0 other results, 0 without an answer, 0 not sent again, 0 secrets\n")


def test_an_id_that_is_not_bound_is_found(exchange: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Bindings, "bind", lambda self, placeholder, value: placeholder == value)
    monkeypatch.setattr(Bindings, "_of", lambda self, placeholder: placeholder)
    found = replay_soak.play(exchange, tmp_path / "a.jsonl", 0)
    exchange.faults.clear()
    assert found["without an answer"]
    assert found["not sent again"]
    assert found["other results"]
