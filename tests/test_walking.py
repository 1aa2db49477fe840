"""A walk over many cases shows each that fails."""

from __future__ import annotations

import inspect
from typing import Any, cast

import pytest

from tests.walking import by_name, each_of, walk, walked


def even(number: int) -> None:
    assert number % 2 == 0


def test_a_walk_goes_on_after_a_failure_and_names_every_case_that_failed() -> None:
    seen: list[int] = []

    def check(number: int) -> None:
        seen.append(number)
        even(number)

    with pytest.raises(AssertionError) as failed:
        walk({"one": 1, "two": 2, "three": 3}, check)
    first, *others = str(failed.value).splitlines()
    assert seen == [1, 2, 3]
    assert first == "2 of 3 cases failed"
    assert [line.partition(":")[0] for line in others if not line.startswith(" ")] == ["one", "three"]
    assert others[0].startswith("one: AssertionError (test_walking.py:")
    assert isinstance(failed.value.__cause__, AssertionError)


def test_a_walk_counts_any_error_and_an_error_that_did_not_come() -> None:
    def check(number: int) -> None:
        with pytest.raises(ZeroDivisionError):
            1 / number

    with pytest.raises(AssertionError, match=r"^2 of 3 cases failed\none: Failed .*\nnone: TypeError "):
        walk({"one": 1, "zero": 0, "none": cast(int, None)}, check)


def test_a_walk_lets_an_interrupt_through() -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        walk({"one": 1}, interrupt)


def test_a_walk_over_nothing_fails() -> None:
    with pytest.raises(AssertionError, match="there is no case"):
        walk({}, even)


def test_a_walked_test_goes_on_after_a_failure_and_shares_its_fixtures() -> None:
    seen: list[tuple[int, int, str]] = []

    @walked("first", [1, 2])
    @walked(("second", "third"), [(3, "x"), (4, "y")])
    def test(first: int, second: int, third: str, fixture: list[Any]) -> None:
        fixture.append((first, second, third))
        even(first * second)

    assert list(inspect.signature(test).parameters) == ["fixture"]
    with pytest.raises(
        AssertionError, match=r"^1 of 2 cases failed\n0: \(1,\): AssertionError (.*\n)+ .*0: \(3, 'x'\): "
    ):
        test(fixture=seen)
    assert seen == [(1, 3, "x"), (1, 4, "y"), (2, 3, "x"), (2, 4, "y")]
    with pytest.raises(AssertionError, match="not every one of"):
        walked("another", [1])(even)


def test_no_case_is_lost_by_its_name() -> None:
    assert by_name([1, 2], str) == {"1": 1, "2": 2}
    with pytest.raises(AssertionError, match="two cases have one name"):
        by_name([1, 2, 1], str)


def test_every_combination_is_named_by_its_parts() -> None:
    cases = each_of({"odd": 1, "even": 2}, [even, "text"])
    assert cases == {
        "odd, even": (1, even),
        "odd, text": (1, "text"),
        "even, even": (2, even),
        "even, text": (2, "text"),
    }
