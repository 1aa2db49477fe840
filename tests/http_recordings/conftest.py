"""What a pytest of its own needs to record against a sandbox, and to replay without it."""

from __future__ import annotations

import os
from collections.abc import Iterator

# A pytest in this process removes the modules that it was the first to import, and httpx needs its errors to stay.
import httpcore as httpcore
import pytest

from kalshi_sandbox import Sandbox
from tests.conftest import ROOT
from tests.http_recordings.scenario import QUICK
from tests.sandbox.small import small_sandbox


@pytest.fixture(scope="session")
def exchange() -> Iterator[Sandbox]:
    with small_sandbox(behaviour=QUICK) as exchange:
        yield exchange


@pytest.fixture
def this_plugin_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name in [name for name in os.environ if name.startswith("KALSHI_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def online(exchange: Sandbox, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Sets the variables that say where the exchange is; undo it for a replay."""
    monkeypatch.setenv("KALSHI_API_BASE_URL", exchange.base_url)
    monkeypatch.setenv("KALSHI_API_KEY_ID", exchange.access_key_id)
    monkeypatch.setenv("KALSHI_PRIVATE_KEY", exchange.private_key_pem)
    return monkeypatch


def go_offline(online: pytest.MonkeyPatch) -> None:
    for name in ("KALSHI_API_BASE_URL", "KALSHI_API_KEY_ID", "KALSHI_PRIVATE_KEY"):
        online.delenv(name)
