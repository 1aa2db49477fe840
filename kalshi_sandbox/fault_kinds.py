"""What can go wrong between a client and the exchange, each kind with what it needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import attrs
from attrs import field, frozen, validators

from kalshi_sandbox import require_extra

require_extra()

from kalshi_sandbox.drifts import DRIFTS

_MOST_SECONDS = 86_400


def _seconds(fault: Any, attribute: attrs.Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST_SECONDS:
        raise ValueError(f"{attribute.name}: {value!r} is no number of seconds from 0 to {_MOST_SECONDS}")


def one_of(*choices: object) -> Any:
    """A validator of a field that is one of some values."""

    def check(fault: Any, attribute: attrs.Attribute[Any], value: object) -> None:
        if value not in choices:
            raise ValueError(f"{attribute.name}: {value!r} is not one of {', '.join(map(str, choices))}")

    return check


def seconds_field() -> Any:
    """A field of a fault for a number of seconds."""
    return field(validator=_seconds)


@frozen
class Refuse:
    """The exchange goes away: the connection is reset unread, and new ones are refused for a time.

    Args:
        seconds: How long new connections are refused, on the exchange's clock.
    """

    seconds: float = seconds_field()


@frozen
class Reset:
    """The connection is reset (RST).

    Args:
        when: Before the request is read; after it is read, but before it is acted on; after it is acted
            on, but before the answer; or after half of the answer.
    """

    when: Literal["before_reading", "before_acting", "before_answering", "mid_answer"] = field(
        validator=one_of("before_reading", "before_acting", "before_answering", "mid_answer")
    )


@frozen
class Delay:
    """The answer comes late, or the request is acted on late; waits on the exchange's clock.

    Args:
        seconds: How long it takes.
        when: Whether the exchange waits before it acts or after it.
    """

    seconds: float = seconds_field()
    when: Literal["before_acting", "before_answering"] = field(
        default="before_acting", validator=one_of("before_acting", "before_answering")
    )


@frozen
class Status:
    """An error answer in place of the exchange's own.

    Args:
        status: 429, 500, 502, 503 or 504; or 403, a bare page of HTML, as who asks from a blocked country gets.
        acting: Whether the exchange acts on the request all the same.
        retry_after: Seconds that a Retry-After header tells, None for no such header.
    """

    status: int = field(validator=one_of(429, 500, 502, 503, 504, 403))
    acting: bool = field(default=False, validator=validators.instance_of(bool))
    retry_after: int | None = field(
        default=None, validator=validators.optional(validators.and_(validators.instance_of(int), validators.ge(0)))
    )


@frozen
class Body:
    """A success with a body that is no JSON: cut off in the middle, or a page of HTML. The exchange has acted.

    Args:
        form: `truncated` or `html`.
    """

    form: Literal["truncated", "html"] = field(validator=one_of("truncated", "html"))


@frozen
class Drift:
    """A success whose body is not quite what the contract says. The exchange has acted.

    Args:
        name: One of the names that `drifts.DRIFTS` has.
    """

    name: str = field(validator=one_of(*DRIFTS))


@frozen
class Lag:
    """Reads of the account's own data show what was true some time ago.

    Args:
        seconds: How far they lag behind, on the exchange's clock.
    """

    seconds: float = seconds_field()


Fault = Refuse | Reset | Delay | Status | Body | Drift | Lag

KINDS: dict[str, type[Any]] = {kind.__name__.lower(): kind for kind in (Refuse, Reset, Delay, Status, Body, Drift, Lag)}


def told(fault: Fault) -> dict[str, Any]:
    """A fault as JSON values: its kind, and what the kind needs to know."""
    return {"kind": type(fault).__name__.lower(), **attrs.asdict(fault)}


def fault_from(values: Mapping[str, Any]) -> Fault:
    """The fault that JSON values mean, as `told` writes them.

    Args:
        values: `kind`, and the kind's own arguments by name.

    Raises:
        ValueError: If there is no such kind, or an argument is missing, unknown or out of range.
    """
    given = dict(values)
    name = given.pop("kind", None)
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise ValueError(f"fault.kind: {name!r} is not one of {', '.join(KINDS)}")
    known = {attribute.name for attribute in attrs.fields(kind)}
    for key in given:
        if key not in known:
            raise ValueError(f"fault.{key}: {name} has no such argument; it has: {', '.join(sorted(known))}")
    try:
        fault: Fault = kind(**given)
    except TypeError as error:
        raise ValueError(f"fault: {error}") from None
    return fault
