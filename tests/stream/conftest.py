"""What the tests of the stream share: an exchange, and a client that tries again at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kalshi_overlay.sandbox import Sandbox


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalshi_overlay.stream.backoff._LAST_BOUND", 0.0)


@pytest.fixture(scope="module")
def _shared() -> Iterator[Sandbox]:
    with Sandbox() as exchange:
        yield exchange


@pytest.fixture
def exchange(_shared: Sandbox) -> Iterator[Sandbox]:
    """An exchange without faults and without connections; the tests of a module share it, one after the other."""
    yield _shared
    _shared.stream.faults.clear()
    _shared.stream.kill()
