"""The types that generated signatures are made of."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeAlias, TypeVar, get_args

from attrs import define, field
from msgspec import UNSET, Meta, UnsetType

if TYPE_CHECKING:
    from .runtime.drift import SpecDrift
    from .runtime.error_body import ErrorBody

T = TypeVar("T")

Unset: TypeAlias = UnsetType
"""The type of `UNSET`, which stands for a value that is not sent; it is falsy."""

AwareDatetime = Annotated[datetime.datetime, Meta(tz=True)]
"""A datetime that knows its offset from UTC."""

_HIDDEN = Meta(extra={"secret": True})
Secret = Annotated[str, _HIDDEN]
"""Text that is shown nowhere, such as a private key."""


def is_secret(declared: Any) -> bool:
    """Whether a declared type is `Secret`, alone, with bounds, or within a union, a list or a dict."""
    return declared == _HIDDEN or any(is_secret(argument) for argument in get_args(declared))


def open_enum(known: Any) -> Any:
    """The run-time type of an enum: any string, or any number, decodes, so that a value added tomorrow breaks nobody.

    Args:
        known: The `Literal` of the values that the spec names; requests are held to them.
    """
    values = get_args(known)
    return Annotated[type(values[0]), Meta(extra={"known": values})]


@define(kw_only=True)
class Response(Generic[T]):
    """The whole answer to a request.

    Attributes:
        status_code: The HTTP status.
        headers: The headers, with case-insensitive names.
        content: The body as it came; fields that the spec doesn't know are here.
        parsed: The decoded body of a success, else None.
        error: What the body says outside 2xx, or None if it is no error body.
        drift: Where the body of a success is not what the spec says.
    """

    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    parsed: T | None = None
    error: ErrorBody | None = None
    drift: tuple[SpecDrift, ...] = ()


__all__ = ["UNSET", "AwareDatetime", "Response", "Secret", "Unset", "is_secret", "open_enum"]
