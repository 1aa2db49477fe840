"""`as_dict` of models: every field, with its value as it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from random import Random

from kalshi_gen.models import Market, Milestone, MveSelectedLeg, PriceRange
from kalshi_gen.stream.models import OrderbookSnapshot
from kalshi_gen.types import UNSET

from .oracle import model_with


def test_native_values_are_kept_and_unset_ones_are_none() -> None:
    market = model_with(Market, Random(1), is_full=True)
    market.open_time, market.volume_fp, market.title = datetime(2026, 11, 20, tzinfo=UTC), Decimal("0.50"), UNSET
    market.mve_selected_legs = [MveSelectedLeg(event_ticker="KXA")]
    market.custom_strike = {"free": [UNSET, Decimal(1)]}
    found = market.as_dict(native=True)
    assert (found["open_time"], str(found["volume_fp"])) == (market.open_time, "0.50")
    assert found["title"] is None
    assert found["mve_selected_legs"] == [
        {"event_ticker": "KXA", "market_ticker": None, "side": None, "yes_settlement_value_dollars": None}
    ]
    assert found["custom_strike"] == {"free": [None, Decimal(1)]}
    assert found == market.as_dict()


def test_other_dicts_are_what_json_has() -> None:
    for number, model in enumerate((PriceRange, Milestone, OrderbookSnapshot)):
        value = model_with(model, Random(number), is_full=True)
        found = value.as_dict(native=False)
        assert json.loads(json.dumps(found)) == found
        # The same values as `to_dict`, which leaves out what is UNSET.
        assert found == value.to_dict()


def test_a_dict_does_not_share_what_can_change_with_its_model() -> None:
    market = model_with(Market, Random(1), is_full=True)
    market.as_dict()["price_ranges"].clear()
    assert market.price_ranges
