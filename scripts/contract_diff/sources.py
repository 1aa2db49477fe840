"""Read one side of a comparison from any source, and normalise it for the comparison."""

from __future__ import annotations

import hashlib

from attrs import frozen

from scripts.contract_diff.values import canonical
from scripts.documents import Document
from scripts.specs import Spec
from scripts.vendor import vendored
from scripts.vendoring import published
from scripts.vendoring.normalise import normalise, wrap_reference_siblings
from scripts.vendoring.placement import spec_of


@frozen
class Side:
    """One of the two specs.

    Attributes:
        source: Where it was read from.
        version: Its version number.
        source_sha256: The fingerprint of the published bytes.
        normal_sha256: The fingerprint of its facts, independent of descriptions and of the order of keys.
        spec: The spec with our overlay.
        wording: The spec as published, with its own descriptions.
        ours: Which spec of the register it is a version of; None if that isn't known.
    """

    source: str
    version: str
    source_sha256: str
    normal_sha256: str
    spec: Document
    wording: Document
    ours: Spec | None = None


def read_side(source: str, *, spec_name: str | None = None, overlay: bool = True) -> Side:
    """Read a spec.

    Args:
        source: A path, a URL, or a git revision such as `HEAD~1:openapi.yaml`.
        spec_name: The name of the spec in the register, if someone has said it.
        overlay: Whether to apply our overlays; not for a spec that isn't ours.

    Returns:
        The side. If the spec is vendored already, it has the fingerprint of its source.

    Raises:
        SpecError: It can't be read, is not a spec, or is a version of none that is vendored here.
        OverlayError: An overlay breaks its rules.
    """
    upstream = published.read(source)
    ours = _placed(upstream.document, source, spec_name, overlay)
    spec, _ = vendored(upstream, source, ours if overlay else None)
    return Side(
        source=source,
        version=str(spec["info"]["version"]),
        source_sha256=spec[published.PROVENANCE]["sha256"],
        normal_sha256=hashlib.sha256(canonical(normalise(spec)).encode()).hexdigest(),
        spec=spec,
        wording=wrap_reference_siblings(upstream.document),
        ours=ours,
    )


def _placed(document: Document, source: str, spec_name: str | None, needed: bool) -> Spec | None:
    try:
        return spec_of(document, spec_name)
    except published.SpecError as error:
        if needed:
            raise published.SpecError(f"{source}: {error}") from error
        return None
