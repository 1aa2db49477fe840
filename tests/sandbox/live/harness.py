"""Calls live handlers without HTTP, and checks each answer against the spec."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from attrs import evolve
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kalshi_sandbox.engine import EngineRejection, Exchange, ManualClock, NewOrder, Placement
from kalshi_sandbox.error_answers import ErrorAnswer
from kalshi_sandbox.live import (
    candlesticks,
    communications,
    exchange_status,
    history,
    market_data,
    orders,
    portfolio,
    series_and_events,
)
from kalshi_sandbox.live.context import HandlerContext, LiveHandler, as_error_answer
from kalshi_sandbox.spec import load_spec
from kalshi_sandbox.validation import CheckedRequest, check_request, validator_of

EVENT = "KXBTCD-26DEC31"
TICKER, OTHER = f"{EVENT}-T100000", f"{EVENT}-T101000"
WEATHER = "KXHIGHNY-26DEC31-T40"
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"

_MODULES = (
    candlesticks,
    communications,
    exchange_status,
    history,
    market_data,
    orders,
    portfolio,
    series_and_events,
)
_HANDLERS: dict[str, LiveHandler] = {name: each for module in _MODULES for name, each in module.HANDLERS.items()}


class Harness:
    """An exchange with three markets of two series and three accounts, and its context."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.exchange = Exchange(self.clock, seed=1)
        self.exchange.markets.add_series(
            "KXHIGHNY", title="Highest temperature", category="Climate", terms={"tags": ["Daily"]}
        )
        for ticker in (TICKER, OTHER, WEATHER):
            self.exchange.markets.add(ticker, yes_sub_title="It does", no_sub_title="It doesn't")
        for account in ("alice", "bob", "carol"):
            self.exchange.accounts.add(account, Decimal(1000))
        self.context = HandlerContext(self.exchange)
        self.access_key_id: str | None = None

    def now(self) -> int:
        """The present in Unix seconds."""
        return int(self.clock.now().timestamp())

    def place(self, account: str, side: str, count: str, price: str, **fields: Any) -> Placement:
        """Place an order."""
        asked = {"ticker": TICKER, "side": side, "count": Decimal(count), "price": Decimal(price), **fields}
        return self.exchange.orders.place(account, NewOrder(**asked))

    def trade(self, price: str = "0.5", count: str = "10", ticker: str = TICKER) -> None:
        """Have Alice sell yes to Bob on the book."""
        self.place("alice", "ask", count, price, ticker=ticker)
        self.place("bob", "bid", count, price, ticker=ticker)

    def settle(self, ticker: str, result: Any = "yes", seconds: float = 0) -> None:
        """Settle a market, after a while."""
        self.clock.advance(seconds)
        self.exchange.markets.settle(ticker, result)

    def cut_off(self) -> None:
        """Make history of all that has ended until now."""
        self.clock.advance(1)
        self.context.historical_cutoff = self.clock.now()
        self.clock.advance(timedelta(seconds=1))

    def ask(self, operation_id: str, account: str = "alice", body: Any = None, /, **given: Any) -> Any:
        """The answer of an operation, which must conform to the spec."""
        request = self._request(operation_id, body, given)
        answer = _HANDLERS[operation_id](self.context, request, account)
        schema = request.operation.answer
        if schema is None:
            assert answer is None
            return None
        read_back = json.loads(json.dumps(answer, allow_nan=False))
        assert [error.message for error in validator_of(schema).iter_errors(read_back)] == []
        return read_back

    def rejected(
        self, status: int, operation_id: str, account: str = "alice", body: Any = None, /, **given: Any
    ) -> str:
        """What an operation says that it rejects."""
        with pytest.raises((EngineRejection, ErrorAnswer)) as caught:
            _HANDLERS[operation_id](self.context, self._request(operation_id, body, given), account)
        rejected = as_error_answer(caught.value) if isinstance(caught.value, EngineRejection) else caught.value
        assert isinstance(rejected, ErrorAnswer)
        assert rejected.status == status, rejected.body
        assert all(isinstance(word, str) and word for word in rejected.body.values())
        return f"{rejected.body['code']}: {rejected.body['details']}"

    def _request(self, operation_id: str, body: Any, given: dict[str, Any]) -> CheckedRequest:
        operation = load_spec().operations[operation_id]
        names = {name for _, name in operation.placeholders()}
        path = {name: str(given[name]) for name in names}
        query = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in given.items()
            if name not in names
        }
        content = json.dumps({} if body is None else body).encode()
        checked = check_request(operation, path, urlencode(query, doseq=True), "application/json", content)
        return evolve(checked, access_key_id=self.access_key_id)

    def lock(self, account: str, subaccount: int) -> None:
        """From now on, sign with a key that is locked to one subaccount."""
        self.access_key_id = "locked"
        public_key = Ed25519PrivateKey.generate().public_key()
        pem = public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        self.context.keys.register("locked", pem, account=account, subaccount=subaccount)


def tickers(answer: Any) -> list[str]:
    """Tickers of the markets in an answer."""
    return [market["ticker"] for market in answer["markets"]]
