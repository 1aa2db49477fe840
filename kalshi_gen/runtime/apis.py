"""The APIs that operations belong to, and what makes a client of each."""

from __future__ import annotations

from attrs import frozen


@frozen
class Api:
    """An API of the exchange.

    Attributes:
        name: Its name, such as `perps`.
        title: What it is called within a sentence.
        client: The function that makes a client of it.
    """

    name: str
    title: str
    client: str


API = Api("api", "the API", "kalshi_overlay.create_client()")
PERPS = Api("perps", "the API of perpetual futures", "kalshi_overlay.create_client()")
KLEAR = Api("klear", "the clearing API", "kalshi_overlay.create_klear_client()")
