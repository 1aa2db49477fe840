"""One test that walks many cases and shows all that fail, each by its name and with its reason."""

from __future__ import annotations

import functools
import inspect
import itertools
import reprlib
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest

Case = TypeVar("Case")
_TESTS = Path(__file__).parent
# What a failing `pytest.raises` or `pytest.fail` raises is no Exception.
_FAILURES = (Exception, pytest.fail.Exception)


def walk(cases: Mapping[str, Case], check: Callable[[Case], object]) -> None:
    """Check every case, also those after one that fails.

    Args:
        cases: What is checked, by the names that a failure is shown with.
        check: Raises if a case is not as it must be.

    Raises:
        AssertionError: A case failed, or there was none. The first failure is the cause.
    """
    assert cases, "there is no case to walk"
    failures: dict[str, BaseException] = {}
    for name, case in cases.items():
        try:
            check(case)
        except _FAILURES as error:
            failures[name] = error
    if failures:
        shown = "\n".join(f"{name}: {_reason(error)}" for name, error in failures.items())
        first = next(iter(failures.values()))
        raise AssertionError(f"{len(failures)} of {len(cases)} cases failed\n{shown}") from first


def walked(names: str | Sequence[str], cases: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Have one test walk all cases, where pytest would take longer for each than the case does.

    It is written as `pytest.mark.parametrize`, which makes a test of each case. The cases share their fixtures.

    Args:
        names: The parameters, or the only one.
        cases: Their values, in each case.
    """
    given = [names] if isinstance(names, str) else list(names)
    values = [(case,) if isinstance(names, str) else tuple(case) for case in cases]
    named = {f"{number}: {reprlib.repr(case)}": case for number, case in enumerate(values)}

    def of(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def walks(**others: Any) -> None:
            walk(named, lambda case: test(**others, **dict(zip(given, case, strict=True))))

        taken = inspect.signature(test)
        others = [each for name, each in taken.parameters.items() if name not in given]
        assert len(others) + len(given) == len(taken.parameters), f"not every one of {given} is a parameter"
        walks.__signature__ = taken.replace(parameters=others)  # type: ignore[attr-defined]
        return walks

    return of


def by_name(cases: Iterable[Case], name: Callable[[Case], str]) -> dict[str, Case]:
    """Name cases for a walk, each by a name of its own."""
    listed = list(cases)
    named = {name(case): case for case in listed}
    assert len(named) == len(listed), "two cases have one name"
    return named


def each_of(*choices: Mapping[str, Any] | Iterable[Any]) -> dict[str, tuple[Any, ...]]:
    """Every combination of one of each, for a walk; what a mapping holds is named by its keys."""
    named = [each if isinstance(each, Mapping) else by_name(each, _name) for each in choices]
    combinations = itertools.product(*(each.items() for each in named))
    return {", ".join(name for name, _ in chosen): tuple(value for _, value in chosen) for chosen in combinations}


def _name(case: object) -> str:
    return str(getattr(case, "__name__", case))


def _reason(error: BaseException) -> str:
    """What an error says, and the line of the tests that it came from."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _TESTS in Path(frame.filename).parents]
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})"
    text = str(error).replace("\n", "\n    ")
    return f"{type(error).__name__}{where}: {text}"
