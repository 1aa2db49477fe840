"""The register of the specs that this project follows: where each is published, its file here, overlays and package.

    python -m scripts.specs

It prints the name and the file of each, for workflows. A further spec is one entry here, and an overlay with its words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from attrs import frozen

from scripts.documents import Document

ROOT = Path(__file__).resolve().parent.parent
_OVERLAYS = ROOT / "specs" / "overlays"
_SHARED = _OVERLAYS / "shared.openapi.overlay.yaml"
_SHARED_STREAM = _OVERLAYS / "shared.asyncapi.overlay.yaml"


@frozen
class Spec:
    """A spec that the exchange publishes.

    Attributes:
        name: The name by which commands take it, such as `perps`.
        title: What it describes, within a sentence.
        kind: The format: OpenAPI describes requests and answers, AsyncAPI a stream.
        path: The vendored file.
        overlays: The overlay files for it: those that it shares with other specs, and its own as the last.
        url: The URL it is published at.
        package: The folder of its package within `kalshi_gen`; empty for the package itself.
        client: The function that makes a client of it.
    """

    name: str
    title: str
    kind: Literal["openapi", "asyncapi"]
    path: Path
    overlays: tuple[Path, ...]
    url: str
    package: str
    client: str = "kalshi_overlay.create_client()"

    @property
    def overlay(self) -> Path:
        """The overlay that is for this spec alone."""
        return self.overlays[-1]

    @property
    def constant(self) -> str:
        """Its name as that of a constant."""
        return self.name.upper().replace("-", "_")

    @property
    def module(self) -> str:
        """The name of its package."""
        return ".".join(("kalshi_gen", *Path(self.package).parts))


API = Spec(
    name="api",
    title="the API",
    kind="openapi",
    path=ROOT / "openapi.yaml",
    overlays=(_SHARED, _OVERLAYS / "openapi.overlay.yaml"),
    url="https://docs.kalshi.com/openapi.yaml",
    package="",
)
STREAM = Spec(
    name="stream",
    title="the stream",
    kind="asyncapi",
    path=ROOT / "specs" / "asyncapi.yaml",
    overlays=(_SHARED_STREAM, _OVERLAYS / "asyncapi.overlay.yaml"),
    url="https://docs.kalshi.com/asyncapi.yaml",
    package="stream",
)
PERPS = Spec(
    name="perps",
    title="the API of perpetual futures",
    kind="openapi",
    path=ROOT / "specs" / "perps_openapi.yaml",
    overlays=(_SHARED, _OVERLAYS / "perps_openapi.overlay.yaml"),
    url="https://docs.kalshi.com/perps_openapi.yaml",
    package="perps",
)
PERPS_STREAM = Spec(
    name="perps-stream",
    title="the stream of perpetual futures",
    kind="asyncapi",
    path=ROOT / "specs" / "perps_asyncapi.yaml",
    overlays=(_SHARED_STREAM, _OVERLAYS / "perps_asyncapi.overlay.yaml"),
    url="https://docs.kalshi.com/perps_asyncapi.yaml",
    package="perps/stream",
)
KLEAR = Spec(
    name="klear",
    title="the clearing API",
    kind="openapi",
    path=ROOT / "specs" / "klear_openapi.yaml",
    overlays=(_OVERLAYS / "klear_openapi.overlay.yaml",),
    url="https://docs.kalshi.com/klear_openapi.yaml",
    package="klear",
    client="kalshi_overlay.create_klear_client()",
)
REGISTER: tuple[Spec, ...] = (API, STREAM, PERPS, PERPS_STREAM, KLEAR)


def is_stream(document: Document) -> bool:
    """Whether a document describes a stream (AsyncAPI) rather than requests and answers (OpenAPI)."""
    return "asyncapi" in document


def main() -> None:
    """Print the name and the file of each spec."""
    for spec in REGISTER:
        print(spec.name, spec.path.relative_to(ROOT))


if __name__ == "__main__":
    main()
