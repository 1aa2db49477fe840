"""The optional parts of this package, and what is said when the packages of one of them are not installed."""

from __future__ import annotations

import re
from importlib import import_module
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


def require_aiohttp() -> None:
    """Make sure that the extra `fast` is installed.

    Raises:
        MissingExtraError: It is not, or the version of aiohttp is another than what it would bring.
    """
    require_extra("fast", "aiohttp")
    version: str = import_module("aiohttp").__version__
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:3])
    if not (3, 14, 5) <= numbers < (4,):
        problem = f"aiohttp {version} can't be used, but 3.14.5 and later ones below 4"
        raise MissingExtraError(f'{problem}: install {DISTRIBUTION} with its extra "fast"', name="aiohttp")


def has_aiohttp() -> bool:
    """Whether the extra `fast` is installed; see `require_aiohttp`."""
    try:
        require_aiohttp()
    except MissingExtraError:
        return False
    return True
