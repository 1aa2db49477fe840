"""What the tests of the stream share: an exchange, and a client that tries again at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kalshi_sandbox import Sandbox
from tests.sandbox.small import give_quick_keys, quick_sandbox


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kalshi_overlay.stream.connection._WAIT_MAX", 0.0)
    give_quick_keys(monkeypatch)


@pytest.fixture(scope="session")
def _shared() -> Iterator[Sandbox]:
    with quick_sandbox() as exchange:
        yield exchange


@pytest.fixture
def exchange(_shared: Sandbox) -> Iterator[Sandbox]:
    """An exchange without faults and without connections; the tests of a worker share it, one after the other."""
    yield _shared
    for served in (_shared.stream, _shared.perps_stream):
        served.faults.clear()
        served.kill()


@pytest.fixture(scope="session")
def _documented() -> Iterator[Sandbox]:
    with quick_sandbox(behaviour="documents") as exchange:
        yield exchange


@pytest.fixture
def documented(_documented: Sandbox) -> Iterator[Sandbox]:
    """An exchange as `exchange` is, that does as the documents say: it refuses markets that it doesn't know."""
    yield _documented
    _documented.stream.faults.clear()
    _documented.stream.kill()
