"""Vendor a published contract: facts from upstream, words from us, into `openapi.yaml`.

    python -m scripts.vendor [SPEC]

SPEC is a path, a URL or a git revision. With the vendored file itself as SPEC, the overlay is applied anew to its
facts and its provenance is kept: the way to take up new words without fetching anything.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts import normalise, overlays, published, words
from scripts.documents import Document, dump

ROOT = Path(__file__).resolve().parent.parent
CONTRACT = ROOT / "openapi.yaml"
OVERLAY = ROOT / "specs" / "overlays" / "openapi.overlay.yaml"
PUBLISHED_URL = "https://docs.kalshi.com/openapi.yaml"


def vendor(source: str, overlay: Path | None = OVERLAY) -> tuple[Document, list[str]]:
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


def vendored(upstream: published.Published, source: str, overlay: Path | None = OVERLAY) -> tuple[Document, list[str]]:
    """Make the vendored contract of what has been read already; see `vendor`."""
    actions = overlays.load_actions(overlay) if overlay else []
    facts = normalise.normalise(upstream.document)
    provenance = upstream.document.get("x-upstream") or {
        "url": source if published.is_url(source) else PUBLISHED_URL,
        "version": upstream.document["info"]["version"],
        "sha256": upstream.sha256,
    }
    contract, unmatched = overlays.apply(actions, facts)
    contract = normalise.wrap_reference_siblings(contract)
    if "x-upstream" in upstream.document:
        unmatched = overlays.stale_targets(actions, contract)
    openapi, info, rest = contract.pop("openapi"), contract.pop("info"), contract
    return {"openapi": openapi, "info": info, "x-upstream": provenance, **rest}, unmatched


def main() -> int:
    """Run the command line; 0 when the contract was written, 1 with one clear line when it is as it was."""
    parser = argparse.ArgumentParser(prog="python -m scripts.vendor", description=__doc__.split("\n")[0])
    parser.add_argument(
        "spec", nargs="?", default=PUBLISHED_URL, help=f"path, URL or git revision (default {PUBLISHED_URL})"
    )
    try:
        contract, unmatched = vendor(parser.parse_args().spec, OVERLAY)
    except (published.ContractError, overlays.OverlayError) as error:
        print(f"vendor: {error}; {CONTRACT.name} is as it was", file=sys.stderr)
        return 1
    CONTRACT.write_text(dump(contract), encoding="utf-8")
    _report(contract, unmatched)
    return 0


def _report(contract: Document, unmatched: list[str]) -> None:
    count = sum(1 for _ in published.operations(contract))
    schemas = len(contract.get("components", {}).get("schemas", {}))
    version, paths = contract["info"]["version"], len(contract["paths"])
    print(f"{CONTRACT.name}: version {version}, {paths} paths, {count} operations, {schemas} schemas")
    for heading, places in (
        ("Words owed", words.missing(contract)),
        ("Overlay targets that match nothing", unmatched),
    ):
        print(f"{heading}: {len(places) or 'none'}")
        for place in places:
            print(f"  {place}")


if __name__ == "__main__":
    sys.exit(main())
