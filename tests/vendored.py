"""The vendored specs, each read once. Change only a copy of them."""

from __future__ import annotations

from functools import cache
from typing import Any

from scripts import documents, specs
from scripts.specs import Spec


def rest() -> dict[str, Any]:
    """The spec of the REST API."""
    return document(specs.API)


def stream() -> dict[str, Any]:
    """The spec of the stream."""
    return document(specs.STREAM)


@cache
def document(ours: Spec) -> dict[str, Any]:
    """The vendored document of a spec."""
    read: dict[str, Any] = documents.load(ours.path.read_bytes())
    return read
