"""Read one side of a comparison, wherever it is, and bring it into the form in which contracts are compared."""

from __future__ import annotations

import hashlib

from attrs import frozen

from scripts import published
from scripts.contract_diff.values import canonical
from scripts.contracts import contract_of
from scripts.documents import Document
from scripts.normalise import normalise, wrap_reference_siblings
from scripts.vendor import vendored


@frozen
class Side:
    """One of the two contracts.

    Attributes:
        source: Where it was read from.
        version: Its version number.
        source_sha256: The fingerprint of the published bytes.
        normal_sha256: The fingerprint of its facts, without any words and whatever the order of its keys.
        contract: The contract with our overlay.
        wording: The contract as it was published, with its own words.
    """

    source: str
    version: str
    source_sha256: str
    normal_sha256: str
    contract: Document
    wording: Document


def read_side(source: str, *, overlay: bool = True) -> Side:
    """Read a contract.

    Args:
        source: A path, a URL, or a git revision such as `HEAD~1:openapi.yaml`.
        overlay: Whether our overlay is laid over it, as it must not be over a contract that isn't ours.

    Returns:
        The side; of an already vendored contract, with the fingerprint of what it was vendored from.

    Raises:
        ContractError: It can't be read, or is not a contract.
        OverlayError: The overlay breaks its rules.
    """
    upstream = published.read(source)
    contract, _ = vendored(upstream, source, contract_of(upstream.document).overlay if overlay else None)
    return Side(
        source=source,
        version=str(contract["info"]["version"]),
        source_sha256=contract["x-upstream"]["sha256"],
        normal_sha256=hashlib.sha256(canonical(normalise(contract)).encode()).hexdigest(),
        contract=contract,
        wording=wrap_reference_siblings(upstream.document),
    )
