"""Sandboxes whose keys are made quickly."""

from __future__ import annotations

import pytest

from tests.sandbox.small import give_quick_keys


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    give_quick_keys(monkeypatch)
