"""An assumption about the exchange, and how it compares with what the exchange does."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, Final, Literal

import httpx
from attrs import frozen

Verdict = Literal["as assumed", "differs", "could not be seen"]

CAPTURES: Final = "raw frames and answers of the live exchange that people published, 2025 and 2026"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,59}")


class NotSeenError(Exception):
    """An assumption that could not be checked; the message says why, and holds nothing of the account."""


@frozen
class Seen:
    """What was measured, if it is more than one of a few words.

    Attributes:
        text: What is reported. It holds shapes, codes, times and counts only.
        as_assumed: Whether it is as expected.
    """

    text: str
    as_assumed: bool


Look = Callable[[Any], Awaitable[str | Seen]]


@frozen
class Check:
    """One assumption.

    Attributes:
        name: What the report calls it.
        assumption: The assumption in a sentence.
        matters: The module or page that relies on it.
        source: Who says so.
        expected: What is seen if it is true; several if any of them shows it.
        look: Asks the exchange, or looks at its answers, and says what is seen.
    """

    name: str
    assumption: str
    matters: str
    source: str
    expected: tuple[str, ...]
    look: Look


@frozen
class Result:
    """The outcome of a check.

    Attributes:
        check: The check.
        seen: What was seen, or why nothing could be.
        verdict: How that compares with the expectation.
    """

    check: Check
    seen: str
    verdict: Verdict


def assumption(
    checks: list[Check], *, matters: str, source: str, expected: str | tuple[str, ...]
) -> Callable[[Look], Look]:
    """Add the decorated function to a list of checks, under its own name; its docstring is the assumption.

    Args:
        checks: The list.
        matters: The module or page that relies on it.
        source: Who says so.
        expected: What is seen if it is true; several if any of them shows it.
    """
    accepted = (expected,) if isinstance(expected, str) else expected

    def add(look: Look) -> Look:
        name = getattr(look, "__name__", "").replace("_", "-")
        # Python run with -OO has no docstrings.
        checks.append(Check(name, look.__doc__ or name, matters, source, accepted, look))
        return look

    return add


async def judge(check: Check, subject: Any) -> Result:
    """Do a check.

    Args:
        check: The check.
        subject: What it looks at.
    """
    try:
        seen = await check.look(subject)
    except NotSeenError as reason:
        return Result(check, str(reason), "could not be seen")
    except (TimeoutError, httpx.HTTPError, OSError) as error:
        return Result(check, f"no answer ({type(error).__name__})", "could not be seen")
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        # The check can't read the answer. The error's text may hold anything of it, so only its kind is reported.
        return Result(check, f"an answer of another shape ({type(error).__name__})", "differs")
    if isinstance(seen, Seen):
        return Result(check, seen.text, "as assumed" if seen.as_assumed else "differs")
    return Result(check, seen, "as assumed" if seen in check.expected else "differs")


def known_word(text: Any, otherwise: str = "another text") -> str:
    """A code or a field's name as the exchange wrote it; anything that is no such name is left out of the report."""
    return text if isinstance(text, str) and _NAME.fullmatch(text) else otherwise


def field_names(body: Any) -> str:
    """The names of an object's fields, in the order of the alphabet."""
    return ", ".join(sorted(known_word(name) for name in body)) if isinstance(body, dict) else type(body).__name__
