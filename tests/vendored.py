"""The vendored specs, each read once. Change only a copy of them."""

from __future__ import annotations

from functools import cache
from typing import Any

from scripts import documents
from tests.conftest import ROOT


@cache
def rest() -> dict[str, Any]:
    """The spec of the REST API."""
    return _read("openapi.yaml")


@cache
def stream() -> dict[str, Any]:
    """The spec of the stream."""
    return _read("specs/asyncapi.yaml")


def _read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = documents.load((ROOT / name).read_bytes())
    return document
