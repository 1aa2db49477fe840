"""Vendor the published specs into `openapi.yaml` and `specs/asyncapi.yaml`: their facts, with our overlay.

    python -m scripts.vendor [SPEC ...]

SPEC is a path, a URL or a git revision, of the REST API or of the stream. If it is a vendored file, the overlay is
applied to its facts again and its provenance is kept. That is how a change of the overlay gets in without a download.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts import specs
from scripts.documents import Document, dump, printable
from scripts.specs import Spec, is_stream, spec_of
from scripts.vendoring import descriptions, normalise, overlays, published


def vendor(source: str, overlay: Path | None) -> tuple[Document, list[str]]:
    """Make a vendored spec from a published one.

    Args:
        source: The path or URL of a published document, or of one that is vendored already.
        overlay: The overlay file to apply; None for a spec that isn't ours.

    Returns:
        The vendored spec, and the targets of the overlay that matched nothing in it.

    Raises:
        SpecError: The source is not a spec (see `published.read`).
        OverlayError: The overlay breaks its rules (see `overlays`).
    """
    return vendored(published.read(source), source, overlay)


def vendored(upstream: published.Published, source: str, overlay: Path | None) -> tuple[Document, list[str]]:
    """Make a vendored spec from a document that has been read already; see `vendor`."""
    actions = overlays.load_actions(overlay) if overlay else []
    facts = normalise.normalise(upstream.document)
    provenance = upstream.provenance or {
        "url": source if published.is_url(source) else spec_of(upstream.document).url,
        "version": upstream.document["info"]["version"],
        "sha256": upstream.sha256,
    }
    spec, unmatched = overlays.apply(actions, facts)
    spec = normalise.wrap_reference_siblings(spec)
    if upstream.provenance:
        unmatched = overlays.stale_targets(actions, spec)
    first = "asyncapi" if is_stream(spec) else "openapi"
    version, info, rest = spec.pop(first), spec.pop("info"), spec
    return {first: version, "info": info, published.PROVENANCE: provenance, **rest}, unmatched


def main() -> int:
    """Run the command line: 0 if the specs were written, 1 with one line if something is wrong and nothing was."""
    urls = [spec.url for spec in specs.ours()]
    parser = argparse.ArgumentParser(prog="python -m scripts.vendor", description=__doc__.split("\n")[0])
    parser.add_argument(
        "sources", nargs="*", default=urls, metavar="SPEC", help=f"path, URL or git revision (default {' '.join(urls)})"
    )
    sources = parser.parse_args().sources
    made: list[tuple[Spec, Document, list[str]]] = []
    try:
        for source in sources:
            upstream = published.read(source)
            ours = spec_of(upstream.document)
            made.append((ours, *vendored(upstream, source, ours.overlay)))
    except (published.SpecError, overlays.OverlayError) as error:
        print(printable(f"vendor: {error}; the vendored specs are unchanged"), file=sys.stderr)
        return 1
    for ours, spec, unmatched in made:
        ours.path.write_text(dump(spec), encoding="utf-8")
        _report(ours.path.name, spec, unmatched)
    return 0


def _report(name: str, spec: Document, unmatched: list[str]) -> None:
    print(printable(f"{name}: version {spec['info']['version']}, {_size(spec)}"))
    for heading, places in (
        ("Missing descriptions", descriptions.missing(spec)),
        ("Overlay targets that match nothing", unmatched),
    ):
        print(f"{heading}: {len(places) or 'none'}")
        for place in places:
            print(printable(f"  {place}"))


def _size(spec: Document) -> str:
    components = spec.get("components", {})
    schemas = f"{len(components.get('schemas', {}))} schemas"
    if is_stream(spec):
        return f"{len(spec['channels'])} channels, {len(components.get('messages', {}))} messages, {schemas}"
    count = sum(1 for _ in published.operations(spec))
    return f"{len(spec['paths'])} paths, {count} operations, {schemas}"


if __name__ == "__main__":
    sys.exit(main())
