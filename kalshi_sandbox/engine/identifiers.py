"""Ids that look like the exchange's, and are the same for the same seed."""

from __future__ import annotations

from random import Random
from uuid import UUID


class Identifiers:
    """A source of UUIDs.

    Args:
        seed: Two sources with one seed give the same ids in the same order.
    """

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def next(self) -> str:
        """The next id."""
        return str(UUID(int=self._random.getrandbits(128), version=4))
