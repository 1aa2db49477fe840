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
def spec() -> dict[str, Any]:
    """The vendored spec of the REST API."""
    document: dict[str, Any] = documents.load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    return document
