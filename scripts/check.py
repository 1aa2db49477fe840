"""Check that the vendored contract is what its overlay gives, that no words are owed and that no target is stale.

python -m scripts.check
"""

from __future__ import annotations

import sys

from scripts import words
from scripts.documents import dump
from scripts.overlays import OverlayError
from scripts.published import ContractError
from scripts.vendor import CONTRACT, OVERLAY, vendor


def problems() -> list[str]:
    """What is wrong with the vendored contract, a line each."""
    try:
        contract, stale = vendor(str(CONTRACT), OVERLAY)
    except (ContractError, OverlayError) as error:
        return [str(error)]
    found = [f"words owed: {place}" for place in words.missing(contract)]
    found += [f"{OVERLAY.name}: matches nothing: {target}" for target in stale]
    if dump(contract) != CONTRACT.read_text(encoding="utf-8"):
        found.append(f"{CONTRACT.name} is not what its facts and the overlay give: run 'make words'")
    return found


def main() -> int:
    """Run the command line; 1 if anything is wrong."""
    found = problems()
    for line in found:
        print(f"check: {line}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
