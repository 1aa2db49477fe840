"""The errors that the stream reports, by number."""

from __future__ import annotations

from attrs import frozen


@frozen
class ErrorCode:
    """An error of the stream.

    Attributes:
        code: Its number in the spec.
        name: A short name, which is ours.
        description: What it means.
        terminal: Whether it ends the subscription.
    """

    code: int
    name: str
    description: str
    terminal: bool = False


ERROR_CODES: dict[int, ErrorCode] = {}
"""The error codes of the spec; the exchange may send others."""
