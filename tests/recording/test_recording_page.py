"""The page for users: its examples run, and its numbers are those of the code."""

from __future__ import annotations

import inspect
from pathlib import Path

from kalshi_overlay.recording import MARKS, Recorder, files, timing
from tests.conftest import ROOT
from tests.page_examples import examples_of, run

PAGE = (ROOT / "docs" / "recording.md").read_text(encoding="utf-8")


def test_the_examples_run(tmp_path: Path) -> None:
    # Fifty markets and an RSA key take longer than all else.
    quick = (
        "from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey\n"
        "from kalshi_sandbox import trading\n"
        "trading._SERIES, trading.new_rsa_key = 1, Ed25519PrivateKey.generate\n"
    )
    examples = (example.replace("data/", f"{tmp_path}/data/") for example in examples_of("recording.md"))
    printed = run(*examples, before=quick)
    channels = ["orderbook_delta", "recorder", "trade"]
    assert printed == [
        ["True 0 None", "True", "[('subscribed',), ('stopped',)]", "True True"],
        [str([(channel, True) for channel in channels]), str(channels)],
    ]


def test_its_numbers_are_those_of_the_code() -> None:
    defaults = {name: each.default for name, each in inspect.signature(Recorder).parameters.items()}
    assert (defaults["lose_at_most"], defaults["buffer_size"]) == (5, 256 << 20)
    assert (files.MOST_BYTES, timing._PATIENCE) == (32 << 20, 5)
    for mark in MARKS:
        assert f"`{mark}`" in PAGE
