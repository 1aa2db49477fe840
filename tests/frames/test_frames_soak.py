"""The frames of every model at the small size of their soak, and that it finds what is wrong."""

from __future__ import annotations

from random import Random
from typing import Any

import pyarrow as pa
import pytest

from kalshi_gen.models import Trade

from . import frames_soak
from .oracle import model_with


def test_every_model_of_every_spec_is_a_frame_with_the_types_that_are_declared() -> None:
    assert frames_soak.main(frames_soak.SIZES["small"]) == 0


@pytest.mark.parametrize("spoil", ["type", "value", "row"])
def test_a_frame_that_is_wrong_is_found(spoil: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(items: list[Any], model: Any) -> pa.Table:
        table = frames_soak.frame(items, model)
        if spoil == "row":
            return table.slice(0, 1)
        at = table.schema.get_field_index("count_fp")
        kind = pa.decimal128(30, 12) if spoil == "type" else pa.decimal128(28, 12)
        values = table["count_fp"] if spoil == "type" else pa.array([None] * len(items), kind)
        return table.set_column(at, pa.field("count_fp", kind), values.cast(kind))

    trades = [model_with(Trade, Random(number), is_full=True) for number in range(2)]
    frames_soak.check(Trade, trades, None)
    monkeypatch.setattr(frames_soak, "frame", lambda items, model, made=frames_soak.frame: wrong_of(made, items, model))

    def wrong_of(made: Any, items: list[Any], model: Any) -> pa.Table:
        with monkeypatch.context() as as_it_was:
            as_it_was.setattr(frames_soak, "frame", made)
            return wrong(items, model)

    with pytest.raises(AssertionError):
        frames_soak.check(Trade, trades, None)
