"""A page of markets into typed models, and into plain dicts."""

from __future__ import annotations

import json
from decimal import Decimal

from scripts.bench.rounds import Round, Setup, cpu_of


def floor(setup: Setup) -> Round:
    """msgspec into plain dicts."""
    import msgspec

    body = page_of_markets(setup.size)
    return cpu_of(lambda: msgspec.json.decode(body), 1)


def ours(setup: Setup) -> Round:
    """Our decoder into models."""
    from kalshi_gen.models import GetMarketsResponse
    from kalshi_gen.runtime.decoding import decode

    body = page_of_markets(setup.size)
    return cpu_of(lambda: decode(body, GetMarketsResponse), 1)


def page_of_markets(count: int, first: int = 0) -> bytes:
    """A page of markets with every required field, about 2.3 kB each; `first` is the number of the first one."""
    rules = "If the value at expiration is above the strike, the market resolves to Yes. " * 12
    market = {
        "market_type": "binary",
        "yes_sub_title": "Above $100,000 at 5 pm Eastern Time",
        "no_sub_title": "At or below $100,000 at 5 pm Eastern Time",
        "created_time": "2026-11-01T14:00:00.123456Z",
        "updated_time": "2026-11-20T14:00:00.654321Z",
        "open_time": "2026-11-01T15:00:00Z",
        "close_time": "2026-12-31T22:00:00Z",
        "latest_expiration_time": "2027-01-07T22:00:00Z",
        "settlement_timer_seconds": 300,
        "status": "active",
        "result": "",
        "can_close_early": True,
        "settlement_bounds_type": "default",
        "expiration_value": "",
        "rules_primary": rules,
        "rules_secondary": rules[:350],
        "price_level_structure": "linear_cent",
        "price_ranges": [{"start": "0.0000", "end": "1.0000", "step": "0.0100"}],
    }
    markets = []
    for number in range(first, first + count):
        bid = Decimal(number % 97 + 1) / 100
        prices = {
            name: f"{price:.4f}"
            for name, price in {
                "yes_bid_dollars": bid,
                "yes_ask_dollars": bid + Decimal("0.02"),
                "no_bid_dollars": Decimal("0.98") - bid,
                "no_ask_dollars": 1 - bid,
                "last_price_dollars": bid,
                "notional_value_dollars": Decimal(1),
                "previous_yes_bid_dollars": bid,
                "previous_yes_ask_dollars": bid + Decimal("0.01"),
                "previous_price_dollars": bid,
            }.items()
        }
        counts = {
            name: f"{number * factor}.00"
            for factor, name in enumerate(
                ("yes_bid_size_fp", "yes_ask_size_fp", "volume_fp", "volume_24h_fp", "open_interest_fp"), 1
            )
        }
        names = {"ticker": f"KXBTCD-26DEC31-T{number}", "event_ticker": "KXBTCD-26DEC31"}
        markets.append({**names, **market, **prices, **counts})
    return json.dumps({"markets": markets, "cursor": ""}, separators=(",", ":")).encode()
