"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scripts import documents
from tests import property_settings

ROOT = Path(__file__).resolve().parent.parent
property_settings.load()


@pytest.fixture(scope="session")
def contract() -> dict[str, Any]:
    """The vendored contract."""
    document: dict[str, Any] = documents.load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    return document
