"""Every model of every API, with values that Hypothesis draws: an encoded value decodes to the same value.

python -m tests.generated.models_soak [values of each model]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings

from kalshi_gen.runtime.decoding import decode
from kalshi_gen.runtime.encoding import to_wire
from scripts import specs

from .values import models

VALUES = 25
SIZES: dict[str, list[str]] = {"small": ["5"], "middle": ["12"], "full": ["100"]}

MODELS: dict[str, Any] = {
    f"{ours.package} {name}".lstrip(): model
    for ours in specs.REGISTER
    if ours.kind == "openapi"
    for package in (import_module(f"{ours.module}.models"),)
    for name in package.__all__
    if isinstance(model := getattr(package, name), msgspec.StructMeta)
}


def check(value: Any) -> None:
    """Check that a model's value survives encoding to bytes and to dicts.

    Raises:
        AssertionError: It came back otherwise.
    """
    model = type(value)
    content = msgspec.json.encode(to_wire(value, model, ""))
    decoded = decode(content, model)
    assert decoded == (value, ()), f"{value!r}\nwent as {content!r}\nand came back as {decoded!r}"
    copy = model.from_dict(value.to_dict())
    assert copy == value, f"{value!r}\ncame back from a dict as {copy!r}"


def prove(model: Any, count: int) -> None:
    """Check values of a model that Hypothesis draws, the same ones each time.

    Raises:
        AssertionError: A value came back otherwise; the smallest one that Hypothesis found is shown.
    """
    drawing: Callable[..., Any] = given(models(model))
    unhurried = settings(
        max_examples=count, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    unhurried(drawing(check))()


def main(arguments: list[str]) -> int:
    """Print how many values of how many models were checked."""
    count = int(arguments[0]) if arguments else VALUES
    for model in MODELS.values():
        prove(model, count)
    print(f"{len(MODELS)} models, {count} values of each: each survived encoding to bytes and to dicts")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
