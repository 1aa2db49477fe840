"""The specs that this project vendors: where each is published, where it lies here, and what is laid over it."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from scripts.documents import Document

ROOT = Path(__file__).resolve().parent.parent


@frozen
class Spec:
    """A spec of the exchange.

    Attributes:
        path: The vendored spec.
        overlay: Our overlay for it.
        url: Where it is published.
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
    """Every spec that we vendor."""
    return API, STREAM


def is_stream(document: Document) -> bool:
    """Whether a document describes a stream (AsyncAPI) rather than requests and answers (OpenAPI)."""
    return "asyncapi" in document


def spec_of(document: Document) -> Spec:
    """Which of our specs a document is another version of."""
    return STREAM if is_stream(document) else API
