"""The class of the items that a frame is made of."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable
from itertools import chain
from typing import Any, get_args, get_origin

import msgspec

from kalshi_gen.runtime.decoding import alternatives, field_types
from kalshi_overlay.errors import InvalidRequestError
from kalshi_overlay.errors.frames import FrameValueError

_WHAT = "models of kalshi_gen or messages of a stream"


def items_and_model(items: Any, model: Any) -> tuple[Iterable[Any], Any]:
    """The items of what a frame is to be made of, and their class.

    Args:
        items: A list or another iterable of models, or a response with one list of them.
        model: The class of the items; None if they say it.

    Raises:
        InvalidRequestError: They are no models, or there are none and nothing says their class.
        FrameValueError: The response has something else in place of its list.
    """
    if isinstance(items, msgspec.Struct):
        name, declared = _list_in(items)
        listed = getattr(items, name) or ()
        if not isinstance(listed, list | tuple):
            raise FrameValueError(f"{type(items).__name__}.{name}", listed, f"list of {declared.__name__}")
        return listed, model or declared
    if isinstance(items, AsyncIterable) and not isinstance(items, Iterable):
        raise InvalidRequestError("items", "come asynchronously; write await aframe(items), or read abatches(items)")
    if not isinstance(items, Iterable):
        raise InvalidRequestError("items", f"must be {_WHAT}, not {type(items).__name__}; give a list or an iterator")
    model = model or declared_model(items)
    if model is not None:
        return items, model
    reading = iter(items)
    for first in reading:
        return chain((first,), reading), model_of(first)
    raise unknown_model()


def declared_model(items: Any) -> Any:
    """The class of the items of all pages of a list, or of a history, which know it before they are read; else None."""
    declared = getattr(items, "item_type", None)
    if declared is None:
        return None
    if not isinstance(declared, msgspec.StructMeta):
        raise InvalidRequestError("items", f"must be {_WHAT}, not {getattr(declared, '__name__', declared)}")
    return declared


def model_of(item: Any) -> Any:
    """The class of an item."""
    if not isinstance(item, msgspec.Struct):
        raise InvalidRequestError("items", f"must be {_WHAT}, not {type(item).__name__}")
    return type(item)


def unknown_model() -> InvalidRequestError:
    """The error for no items of no known class."""
    return InvalidRequestError("model", "is not known, since there are no items; give it, such as frame(items, Market)")


def _list_in(response: msgspec.Struct) -> tuple[str, Any]:
    """The one field of a response that has a list of models, and their class."""
    kind = type(response)
    found = {
        name: get_args(each)[0]
        for name, declared in field_types(kind).items()
        for each in alternatives(declared)
        if get_origin(each) is list and isinstance(get_args(each)[0], msgspec.StructMeta)
    }
    if kind.__name__.endswith("Response") and len(found) == 1:
        return next(iter(found.items()))
    one_row = "for a table with one row, write frame([item])"
    if not kind.__name__.endswith("Response") or not found:
        raise InvalidRequestError("items", f"is one {kind.__name__}; {one_row}")
    lists = " and ".join(found)
    raise InvalidRequestError("items", f"is a {kind.__name__}, which has {lists}; give one of these, or, {one_row}")
