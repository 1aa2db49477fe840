"""Vendor the published contracts: facts from upstream, words from us, into `openapi.yaml` and `specs/asyncapi.yaml`.

    python -m scripts.vendor [SPEC ...]

SPEC is a path, a URL or a git revision; what it is of, it says itself. With a vendored file itself as SPEC, the overlay
is applied anew to its facts and its provenance is kept: the way to take up new words without fetching anything.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts import contracts, normalise, overlays, published, words
from scripts.contracts import Contract, contract_of, is_stream
from scripts.documents import Document, dump


def vendor(source: str, overlay: Path | None) -> tuple[Document, list[str]]:
    """Make the vendored contract of a published one.

    Args:
        source: A path or URL of the published document, or of an already vendored one.
        overlay: The overlay file to apply; None for none, as suits a contract that isn't ours.

    Returns:
        The vendored contract, and the overlay's targets that matched nothing in it.

    Raises:
        ContractError: The source is not a contract (see `published.read`).
        OverlayError: The overlay breaks its rules (see `overlays`).
    """
    return vendored(published.read(source), source, overlay)


def vendored(upstream: published.Published, source: str, overlay: Path | None) -> tuple[Document, list[str]]:
    """Make the vendored contract of what has been read already; see `vendor`."""
    actions = overlays.load_actions(overlay) if overlay else []
    facts = normalise.normalise(upstream.document)
    provenance = upstream.document.get("x-upstream") or {
        "url": source if published.is_url(source) else contract_of(upstream.document).url,
        "version": upstream.document["info"]["version"],
        "sha256": upstream.sha256,
    }
    contract, unmatched = overlays.apply(actions, facts)
    contract = normalise.wrap_reference_siblings(contract)
    if "x-upstream" in upstream.document:
        unmatched = overlays.stale_targets(actions, contract)
    first = "asyncapi" if is_stream(contract) else "openapi"
    version, info, rest = contract.pop(first), contract.pop("info"), contract
    return {first: version, "info": info, "x-upstream": provenance, **rest}, unmatched


def main() -> int:
    """Run the command line; 0 when the contracts were written, 1 with one clear line when they are as they were."""
    urls = [contract.url for contract in contracts.ours()]
    parser = argparse.ArgumentParser(prog="python -m scripts.vendor", description=__doc__.split("\n")[0])
    parser.add_argument(
        "specs", nargs="*", default=urls, metavar="SPEC", help=f"path, URL or git revision (default {' '.join(urls)})"
    )
    specs = parser.parse_args().specs
    made: list[tuple[Contract, Document, list[str]]] = []
    try:
        for spec in specs:
            upstream = published.read(spec)
            ours = contract_of(upstream.document)
            made.append((ours, *vendored(upstream, spec, ours.overlay)))
    except (published.ContractError, overlays.OverlayError) as error:
        print(f"vendor: {error}; the vendored contracts are as they were", file=sys.stderr)
        return 1
    for ours, contract, unmatched in made:
        ours.path.write_text(dump(contract), encoding="utf-8")
        _report(ours.path.name, contract, unmatched)
    return 0


def _report(name: str, contract: Document, unmatched: list[str]) -> None:
    print(f"{name}: version {contract['info']['version']}, {_size(contract)}")
    for heading, places in (
        ("Words owed", words.missing(contract)),
        ("Overlay targets that match nothing", unmatched),
    ):
        print(f"{heading}: {len(places) or 'none'}")
        for place in places:
            print(f"  {place}")


def _size(contract: Document) -> str:
    components = contract.get("components", {})
    schemas = f"{len(components.get('schemas', {}))} schemas"
    if is_stream(contract):
        return f"{len(contract['channels'])} channels, {len(components.get('messages', {}))} messages, {schemas}"
    count = sum(1 for _ in published.operations(contract))
    return f"{len(contract['paths'])} paths, {count} operations, {schemas}"


if __name__ == "__main__":
    sys.exit(main())
