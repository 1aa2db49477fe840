"""The page for users: its examples run, and its numbers are those of the code."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from kalshi_overlay.recording import MARKS, Recorder, files, timing
from kalshi_sandbox import trading
from tests.conftest import ROOT
from tests.page_examples import examples_of, run
from tests.sandbox.small import give_quick_keys

PAGE = (ROOT / "docs" / "recording.md").read_text(encoding="utf-8")


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Fifty markets and an RSA key take longer than all else.
    give_quick_keys(monkeypatch)
    monkeypatch.setattr(trading, "_SERIES", 1)
    examples = (example.replace("data/", f"{tmp_path}/data/") for example in examples_of("recording.md"))
    printed = run(*examples)
    channels = ["orderbook_delta", "recorder", "trade"]
    assert printed == [
        ["True 0 None", "True", "[('subscribed',), ('stopped',)]", "True True"],
        [],
        [str([(channel, True) for channel in channels]), str(channels)],
    ]


def test_its_numbers_are_those_of_the_code() -> None:
    defaults = {name: each.default for name, each in inspect.signature(Recorder).parameters.items()}
    assert (defaults["lose_at_most"], defaults["buffer_size"]) == (5, 256 << 20)
    assert (files.MOST_BYTES, timing._PATIENCE) == (32 << 20, 5)
    for mark in MARKS:
        assert f"`{mark}`" in PAGE
