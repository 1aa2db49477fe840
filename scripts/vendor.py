"""Vendor the published specs, each into its file: its facts, with our overlays.

    python -m scripts.vendor [--spec-name NAME] [SPEC ...]
    python -m scripts.vendor --again

SPEC is a path, a URL or a git revision. Which spec of the register (`scripts.specs`) it is a version of is known by
what is in it; name it for the first version of a spec. With `--again`, or if SPEC is a vendored file, the overlays are
applied to the vendored facts and their provenance is kept. So a change of an overlay gets in without a download.
"""

from __future__ import annotations

import argparse
import sys

from scripts import specs
from scripts.documents import Document, dump, printable
from scripts.specs import Spec, is_stream
from scripts.vendoring import descriptions, normalise, overlays, published
from scripts.vendoring.placement import named, spec_of


def vendor(source: str, ours: Spec | None) -> tuple[Document, list[str]]:
    """Make a vendored spec from a published one.

    Args:
        source: The path or URL of a published document, or of one that is vendored already.
        ours: The spec of the register whose overlays are applied; None for a spec that isn't ours.

    Returns:
        The vendored spec, and the targets of its own overlay that matched nothing in it.

    Raises:
        SpecError: The source is not a spec (see `published.read`).
        OverlayError: An overlay breaks its rules (see `overlays`).
    """
    return vendored(published.read(source), source, ours)


def vendored(upstream: published.Published, source: str, ours: Spec | None) -> tuple[Document, list[str]]:
    """Make a vendored spec from a document that has been read already; see `vendor`."""
    spec = normalise.normalise(upstream.document)
    provenance = upstream.provenance or {
        "url": source if published.is_url(source) or ours is None else ours.url,
        "version": upstream.document["info"]["version"],
        "sha256": upstream.sha256,
    }
    unmatched: list[str] = []
    actions: list[dict[str, object]] = []
    for overlay in ours.overlays if ours else ():
        actions = overlays.load_actions(overlay)
        spec, unmatched = overlays.apply(actions, spec)
    spec = normalise.wrap_reference_siblings(spec)
    if upstream.provenance:
        unmatched = overlays.stale_targets(actions, spec)
    first = "asyncapi" if is_stream(spec) else "openapi"
    version, info, rest = spec.pop(first), spec.pop("info"), spec
    return {first: version, "info": info, published.PROVENANCE: provenance, **rest}, unmatched


def main() -> int:
    """Run the command line: 0 if the specs were written, 1 with one line if something is wrong and nothing was."""
    parser = argparse.ArgumentParser(prog="python -m scripts.vendor", description=__doc__.split("\n")[0])
    parser.add_argument("sources", nargs="*", metavar="SPEC", help="path, URL or git revision (default: as published)")
    parser.add_argument("--spec-name", metavar="NAME", help="the spec of the register that SPEC is a version of")
    parser.add_argument("--again", action="store_true", help="apply the overlays to every vendored spec again")
    options = parser.parse_args()
    sources = [str(spec.path) for spec in specs.REGISTER] if options.again else options.sources
    made: dict[str, tuple[Spec, Document, list[str]]] = {}
    try:
        for source in sources or default_sources(options.spec_name):
            upstream = published.read(source)
            ours = _placed(upstream.document, source, options.spec_name)
            if ours.name in made:
                raise published.SpecError(f"{source}: a second version of {ours.name}: give one of each spec")
            made[ours.name] = (ours, *vendored(upstream, source, ours))
    except (published.SpecError, overlays.OverlayError) as error:
        print(printable(f"vendor: {error}; the vendored specs are unchanged"), file=sys.stderr)
        return 1
    for ours, spec, unmatched in made.values():
        ours.path.parent.mkdir(exist_ok=True)
        ours.path.write_text(dump(spec), encoding="utf-8")
        _report(ours.path.name, spec, unmatched)
    return 0


def default_sources(spec_name: str | None) -> list[str]:
    """Where the specs are published: all of the register, or the one of a name."""
    return [spec.url for spec in ((named(spec_name),) if spec_name else specs.REGISTER)]


def _placed(document: Document, source: str, spec_name: str | None) -> Spec:
    try:
        return spec_of(document, spec_name)
    except published.SpecError as error:
        raise published.SpecError(f"{source}: {error}") from error


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
