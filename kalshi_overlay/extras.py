"""The optional parts of this package, and what is said when one of them is not installed."""

from __future__ import annotations

from importlib.util import find_spec

from kalshi_overlay.errors import KalshiConfigError

DISTRIBUTION = "kalshi-gen"
"""The name under which this package is installed; the import names are `kalshi_gen` and `kalshi_overlay`."""


class MissingExtraError(ModuleNotFoundError, KalshiConfigError):
    """An optional part is used and its packages are not installed; the message names the extra to install.

    Attributes:
        name: The module that is missing.
    """


def require_extra(extra: str, *modules: str) -> None:
    """Make sure that the packages of an extra are installed.

    Args:
        extra: The extra's name.
        modules: The top-level modules that it brings.

    Raises:
        MissingExtraError: One of them cannot be imported.
    """
    for module in modules:
        if find_spec(module) is None:
            remedy = f'install {DISTRIBUTION} with its extra "{extra}": {DISTRIBUTION}[{extra}]'
            raise MissingExtraError(f"{module} is not installed: {remedy}", name=module)
