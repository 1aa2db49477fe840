"""The optional parts of this package, and what is said when the packages of one of them are not installed."""

from __future__ import annotations

from importlib.util import find_spec

from kalshi_overlay.errors import MissingExtraError

DISTRIBUTION = "kalshi-gen"
"""The name under which this package is installed; the import names are `kalshi_gen` and `kalshi_overlay`."""


def require_extra(extra: str, *modules: str) -> None:
    """Make sure that the top-level modules that an extra brings are installed.

    Raises:
        MissingExtraError: One of them cannot be imported.
    """
    for module in modules:
        if find_spec(module) is None:
            remedy = f'install {DISTRIBUTION} with its extra "{extra}": {DISTRIBUTION}[{extra}]'
            raise MissingExtraError(f"{module} is not installed: {remedy}", name=module)
