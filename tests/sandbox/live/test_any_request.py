"""Every request that the spec allows is answered as the spec says, or rejected with a reason."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalshi_sandbox.engine import EngineRejection
from kalshi_sandbox.error_answers import ErrorAnswer
from kalshi_sandbox.live import (
    candlesticks,
    communications,
    exchange_status,
    history,
    market_data,
    series_and_events,
)
from kalshi_sandbox.spec import Parameter, load_spec

from .harness import EVENT, OTHER, TICKER, UNKNOWN_ID, WEATHER, Harness

_MODULES = (candlesticks, communications, exchange_status, history, market_data, series_and_events)
_OPERATIONS = sorted(
    name for module in _MODULES for name in module.HANDLERS if load_spec().operations[name].method == "GET"
)
_TICKERS = (TICKER, OTHER, WEATHER, EVENT, "KXBTCD", "KXHIGHNY", "KXNONE", f"{TICKER},{WEATHER}")
_OTHER_WORDS = ("", ",", "open", "settled", "closed", "alice", "bob", UNKNOWN_ID, "\N{SNOWMAN}", "x" * 300)
_WORDS = st.sampled_from((*_TICKERS, *_OTHER_WORDS))
# Around the harness's own times, and far away from them.
_SECONDS = st.one_of(
    st.integers(1_790_850_000, 1_790_870_000), st.sampled_from([0, -1, 1, 2**31, 2**62, -(2**62), 2**63 - 1])
)


@pytest.fixture(scope="module")
def harness() -> Harness:
    """A harness with trades, a settled market in history, an RFQ and a quote."""
    harness = Harness()
    harness.trade("0.5")
    harness.trade("0.4", ticker=OTHER)
    harness.settle(OTHER)
    harness.cut_off()
    harness.trade("0.6", ticker=WEATHER)
    asked = {"market_ticker": TICKER, "rest_remainder": False, "contracts": 3}
    rfq_id = harness.ask("CreateRFQ", "alice", asked)["id"]
    harness.ask("CreateQuote", "bob", {"rfq_id": rfq_id, "yes_bid": "0.3", "no_bid": "0.3", "rest_remainder": False})
    return harness


def values(parameter: Parameter) -> st.SearchStrategy[Any]:
    """Values of a parameter that the spec allows."""
    schema = parameter.schema
    if "enum" in schema:
        return st.sampled_from([value for value in schema["enum"] if value is not None])
    match schema.get("type"):
        case "boolean":
            return st.booleans()
        case "integer" if parameter.name.endswith("_ts"):
            return _SECONDS
        case "integer":
            return st.integers(schema.get("minimum", 0), min(schema.get("maximum", 2000), 2000))
        case "array":
            return st.lists(_WORDS.filter(lambda word: len(word) < 200), min_size=1, max_size=3)
    return _WORDS


@st.composite
def requests(draw: st.DrawFn, operation_id: str) -> dict[str, Any]:
    """Parameters of an operation: those that it needs, and some of the others."""
    parameters = load_spec().operations[operation_id].parameters
    chosen = [each for each in parameters if each.required or draw(st.integers(0, 3)) == 0]
    return {parameter.name: draw(values(parameter)) for parameter in chosen}


@pytest.mark.parametrize("operation_id", _OPERATIONS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_read_is_answered_or_rejected(harness: Harness, operation_id: str, data: st.DataObject) -> None:
    chosen = data.draw(requests(operation_id))
    rejected_with = None
    try:
        harness.ask(operation_id, "alice", **chosen)
    except (EngineRejection, ErrorAnswer) as rejected:
        rejected_with = rejected.status
    assert rejected_with in (None, 400, 404)
