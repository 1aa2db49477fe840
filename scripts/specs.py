"""The specs that this project vendors: where each is published, its file here, and the overlay for it."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from scripts.documents import Document

ROOT = Path(__file__).resolve().parent.parent


@frozen
class Spec:
    """A spec that the exchange publishes.

    Attributes:
        path: The vendored file.
        overlay: The overlay file for it.
        url: The URL it is published at.
    """

    path: Path
    overlay: Path
    url: str


API = Spec(
    path=ROOT / "openapi.yaml",
    overlay=ROOT / "specs" / "overlays" / "openapi.overlay.yaml",
    url="https://docs.kalshi.com/openapi.yaml",
)
STREAM = Spec(
    path=ROOT / "specs" / "asyncapi.yaml",
    overlay=ROOT / "specs" / "overlays" / "asyncapi.overlay.yaml",
    url="https://docs.kalshi.com/asyncapi.yaml",
)


def ours() -> tuple[Spec, ...]:
    """Every spec that is vendored here."""
    return API, STREAM


def is_stream(document: Document) -> bool:
    """Whether a document describes a stream (AsyncAPI) rather than requests and answers (OpenAPI)."""
    return "asyncapi" in document


def spec_of(document: Document) -> Spec:
    """Which of the vendored specs a document is a version of."""
    return STREAM if is_stream(document) else API
