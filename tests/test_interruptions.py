"""An exception at any line of what holds a secret keeps no frame that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalshi_gen.runtime.tracebacks import HiddenFrames
from tests import interruption_soak
from tests.abandoned import LEAVES_CONNECTIONS_OPEN
from tests.interruption_soak import loads, requests, without_locks
from tests.loopback import listening

pytestmark = LEAVES_CONNECTIONS_OPEN


def test_no_exception_at_a_line_keeps_a_frame_with_a_secret(capsys: pytest.CaptureFixture[str]) -> None:
    assert interruption_soak.main(["997"]) == 0
    assert "no secret can be seen" in capsys.readouterr().out


def test_no_exception_while_a_key_is_loaded_keeps_a_frame_with_a_secret(tmp_path: Path) -> None:
    # An RSA key takes a hundred times as long to load, and runs but a few other lines.
    for kind, every in (("Ed25519", 5), ("RSA", 101)):
        for name, run in loads(tmp_path, kind).items():
            # What is imported at the first time is not imported again.
            run()
            lines, raised = interruption_soak.prove(name, run, every, 0)
            assert raised > lines // every - 5 > 0


def test_the_search_finds_frames_that_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HiddenFrames, "__exit__", lambda *arguments: None)
    with listening() as server, without_locks(), pytest.raises(AssertionError, match="seen in"):
        interruption_soak.prove("a request", requests(server.origin)["a request"], 29, 0)
