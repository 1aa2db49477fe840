"""Random requests by five accounts over ten markets: what is answered, the money and the books are right after each.

python -m tests.sandbox.requests_soak --requests 1200 --seeds 20261231 7

The exchange does as measured for the first seed, as the documents say for the second, and so on in turn.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import cycle
from random import Random
from typing import Any

import httpx

from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import BehaviourName
from kalshi_sandbox.validation import check_value
from tests.sandbox.live.calling import SPEC, Caller
from tests.sandbox.small import small_sandbox

SIZES: dict[str, list[str]] = {
    "small": ["--requests", "300", "--seeds", "20261231", "7"],
    "middle": ["--requests", "1200", "--seeds", "20261231", "7"],
    "full": ["--requests", "10000", "--seeds", "20261231", "7", "424242", "99"],
}
_TICKERS = [f"KXRANDOM-26DEC31-T{number}" for number in range(10)]
_ACCOUNTS = [f"trader-{number}" for number in range(5)]
_SERIES, _EVENT = "KXRANDOM", "KXRANDOM-26DEC31"


def judge(operation_id: str, response: httpx.Response, behaviour: str) -> None:
    """Fail unless the answer conforms to the spec, or is an error in one of its forms."""
    operation = SPEC.operations[operation_id]
    if not response.is_success:
        assert 400 <= response.status_code < 500 or response.status_code == 503, response.text
        error = response.json()
        if behaviour == "measured":
            if "msg" in error:
                assert error["msg"].startswith("Parameter validation failed: ")
                return
            assert error.keys() == {"error"}
            error = error["error"]
            assert error.keys() - {"details", "service"} == {"code", "message"}
        else:
            assert error.keys() == {"code", "message", "details"}
        assert all(isinstance(value, str) and value for value in error.values())
        return
    assert response.status_code == operation.status
    if operation.answer is None:
        assert not response.content
    else:
        check_value(operation.answer, "", response.json())


class RandomCallers:
    """Sends mostly sensible requests at random, and now and then changes something on the exchange itself.

    Args:
        exchange: The exchange, with a manual clock.
        seed: The same seed sends the same requests.
    """

    def __init__(self, exchange: Sandbox, seed: int) -> None:
        self.exchange = exchange
        self.random = Random(seed)
        shards = exchange.engine.shards.count
        self.shards = {ticker: number % shards for number, ticker in enumerate(_TICKERS)}
        for number, ticker in enumerate(_TICKERS):
            exchange.add_market(
                ticker,
                price_level_structure="deci_cent" if number % 3 == 0 else "linear_cent",
                exchange_index=self.shards[ticker],
            )
        self.callers = [Caller(exchange, exchange.add_account(name, balance=200 * shards)) for name in _ACCOUNTS]
        self.names = dict(zip(self.callers, _ACCOUNTS, strict=True))
        self.orders: dict[Caller, list[str]] = {caller: [] for caller in self.callers}
        # The shard of each.
        self.groups: dict[str, int] = {}
        self.sent = 0
        self.statuses: Counter[int] = Counter()
        self.shown: dict[tuple[Caller, str], datetime] = {}

    def send(self, caller: Caller, operation_id: str, body: Any = None, **named: Any) -> Any:
        """Send a request and check all that must hold after it; answers its body, None where it was rejected."""
        self.sent += 1
        response = caller.send(operation_id, body, **named)
        self.statuses[response.status_code] += 1
        judge(operation_id, response, "measured" if self.exchange.behaviour.live_errors else "documents")
        self.check_exchange()
        answer = response.json() if response.is_success and response.content else None
        if answer is not None and operation_id in ("GetOrder", "GetOrders"):
            self.check_order_of_time(caller, answer)
        return answer

    def check_order_of_time(self, caller: Caller, answer: Any) -> None:
        """No read shows an order as it was before what an earlier read has shown."""
        for order in answer.get("orders", [answer.get("order")]):
            updated = datetime.fromisoformat(order["last_update_time"])
            assert updated >= self.shown.get((caller, order["order_id"]), updated), order
            self.shown[caller, order["order_id"]] = updated

    def check_exchange(self) -> None:
        engine = self.exchange.engine
        assert engine.imbalance() == 0
        for ticker in _TICKERS:
            quote = engine.markets.get(ticker).quote
            assert quote.bid < quote.ask, f"{ticker} is crossed: {quote}"
        for owner in engine.accounts.owners():
            balance = engine.portfolio.balance(owner.account, subaccount=owner.subaccount)
            assert min(balance.cash_on) >= 0, balance
            assert balance.collateral >= 0, balance

    def price(self) -> str:
        tick = 1000 if self.random.random() < 0.1 else 100
        return str(Decimal(round(self.random.triangular(0.2, 0.8, 0.5) * tick)) / tick)

    def count(self) -> str:
        return str(Decimal(self.random.choice([*[1, 33, 100, 250, 500, 1000] * 5, 40_000, 0])) / 100)

    def order(self) -> dict[str, Any]:
        choose = self.random.choice
        force = choose(["good_till_canceled"] * 5 + ["immediate_or_cancel", "fill_or_kill"])
        body = {
            "ticker": choose([*_TICKERS * 5, "NO-SUCH-MARKET"]),
            "side": choose(["bid", "ask"]),
            "count": self.count(),
            "price": self.price(),
            "time_in_force": force,
            "self_trade_prevention_type": choose(["taker_at_cross", "maker"]),
            "post_only": self.random.random() < 0.05,
            "reduce_only": self.random.random() < (0.4 if force == "immediate_or_cancel" else 0.01),
            "client_order_id": f"mine-{self.random.randrange(6 * self.sent + 10)}",
        }
        if self.random.random() < 0.05:
            body["expiration_time"] = int(self.exchange.clock()) + choose([-1, 5, 60, 600])
        if self.groups and self.random.random() < 0.2:
            shard = self.shards.get(str(body["ticker"]))
            near = [group for group in self.groups if self.groups[group] == shard]
            body["order_group_id"] = choose(near or list(self.groups))
        if self.random.random() < 0.1:
            body["subaccount"] = choose([0, 1])
        return body

    def order_id(self, caller: Caller) -> str:
        """Mostly an order of the caller that may rest, sometimes another's."""
        whose = caller if self.random.random() < 0.9 else self.random.choice(self.callers)
        return self.random.choice([*self.orders[whose][-15:], "00000000-0000-4000-8000-000000000000"])

    def routed(self, caller: Caller, order_id: str) -> dict[str, Any]:
        """Where an order is said to be: mostly right, sometimes wrong or not at all."""
        order = next(
            (each for each in self.exchange.engine.orders.of(self.names[caller]) if each.order_id == order_id), None
        )
        ticker = order.ticker if order else _TICKERS[0]
        shard = self.random.choice([self.exchange.engine.shards.of(ticker)] * 3 + [0, 1, 9])
        ways: list[dict[str, Any]] = [{"market_ticker": ticker}] * 3 + [{"exchange_index": shard}, {}]
        return self.random.choice(ways)

    def create(self, caller: Caller) -> None:
        if answer := self.send(caller, "CreateOrderV2", self.order()):
            self.orders[caller].append(answer["order_id"])

    def create_batch(self, caller: Caller) -> None:
        legs = [self.order() for _ in range(self.random.randint(1, 6))]
        answer = self.send(caller, "BatchCreateOrdersV2", {"orders": legs})
        if answer is not None:
            assert len(answer["orders"]) == len(legs)
            self.orders[caller] += [leg["order_id"] for leg in answer["orders"] if "order_id" in leg]

    def amend(self, caller: Caller) -> None:
        order_id = self.order_id(caller)
        known = next((order for order in self.resting(caller) if order["order_id"] == order_id), None)
        side, ticker = (known["book_side"], known["ticker"]) if known else ("bid", _TICKERS[0])
        body = {"ticker": ticker, "side": side, "price": self.price(), "count": self.count()}
        self.send(caller, "AmendOrderV2", body, order_id=order_id)

    def resting(self, caller: Caller) -> list[dict[str, Any]]:
        orders: list[dict[str, Any]] = self.send(caller, "GetOrders", status="resting", limit=1000)["orders"]
        return orders

    def decrease(self, caller: Caller) -> None:
        field = self.random.choice(["reduce_by", "reduce_to"])
        order_id = self.order_id(caller)
        body = {field: self.count(), **self.routed(caller, order_id)}
        self.send(caller, "DecreaseOrderV2", body, order_id=order_id)

    def cancel(self, caller: Caller) -> None:
        order_id = self.order_id(caller)
        self.send(caller, "CancelOrderV2", order_id=order_id, **self.routed(caller, order_id))

    def cancel_batch(self, caller: Caller) -> None:
        chosen = [self.order_id(caller) for _ in range(self.random.randint(1, 4))]
        legs = [{"order_id": order_id, **self.routed(caller, order_id)} for order_id in chosen]
        self.send(caller, "BatchCancelOrdersV2", {"orders": legs})

    def cancel_all(self, caller: Caller) -> None:
        self.send(caller, "CancelAllOrders")
        assert not self.exchange.engine.orders.of(self.names[caller], status="resting")

    def group(self, caller: Caller) -> None:
        if not self.groups or self.random.random() < 0.5:
            shard = self.random.randrange(self.exchange.engine.shards.count)
            body = {"contracts_limit": self.random.randint(1, 30), "exchange_index": shard}
            answer = self.send(caller, "CreateOrderGroup", body)
            self.groups[answer["order_group_id"]] = shard
            return
        group = self.random.choice(list(self.groups))
        change = self.random.choice(
            ["GetOrderGroup", "GetOrderGroup", "ResetOrderGroup", "TriggerOrderGroup", "DeleteOrderGroup"]
        )
        where = {} if change == "GetOrderGroup" else {"exchange_index": self.groups[group]}
        self.send(caller, change, order_group_id=group, **where)

    def transfer(self, caller: Caller) -> None:
        if self.random.random() < 0.3:
            self.send(caller, "CreateSubaccount", {})
            return
        if self.random.random() < 0.4:
            self.move_cash(caller)
            return
        numbers = self.random.choice([(0, 1), (1, 0), (0, 7)])
        body = {
            "client_transfer_id": f"00000000-0000-4000-8000-{self.sent:012}",
            "from_subaccount": numbers[0],
            "to_subaccount": numbers[1],
            "amount_cents": self.random.choice([1, 500, 2_000, 1_000_000]),
            "exchange_index": self.random.randrange(self.exchange.engine.shards.count),
        }
        self.send(caller, "ApplySubaccountTransfer", body)

    def move_cash(self, caller: Caller) -> None:
        """Move cash between shards, by a transfer or by an allocation."""
        shards = self.exchange.engine.shards.count
        if self.random.random() < 0.2:
            shares = self.random.choice([[], [(0, 100)], [(0, 50), (shards - 1, 50)], [(0, 70)]])
            allocations = [{"exchange_index": shard, "percent": percent} for shard, percent in shares]
            self.send(caller, "SetTargetBalanceAllocation", {"allocations": allocations})
            return
        body = {
            "source": "event_contract",
            "destination": "event_contract",
            "amount": self.random.choice([1, 50_000, 200_000, 100_000_000]),
            "source_exchange_shard": self.random.randrange(shards),
            "destination_exchange_shard": self.random.randrange(shards + 1),
        }
        self.send(caller, "IntraExchangeInstanceTransfer", body)

    def read(self, caller: Caller) -> None:
        ticker, now = self.random.choice(_TICKERS), int(self.exchange.clock())
        period = {"start_ts": now - 3600, "end_ts": now, "period_interval": self.random.choice([1, 60, 1440])}
        readings: list[tuple[str, dict[str, Any]]] = [
            ("GetBalance", {}),
            ("GetEvent", {"event_ticker": _EVENT}),
            ("GetFills", {"ticker": ticker}),
            ("GetIntraExchangeInstanceTransfers", {}),
            ("GetMarket", {"ticker": ticker}),
            ("GetMarketCandlesticks", {"series_ticker": _SERIES, "ticker": ticker, **period}),
            ("GetMarketOrderbook", {"ticker": ticker, "depth": 5}),
            ("GetMarkets", {"event_ticker": _EVENT}),
            ("GetOrder", {"order_id": self.order_id(caller)}),
            ("GetOrderGroups", {}),
            ("GetOrderQueuePosition", {"order_id": self.order_id(caller)}),
            ("GetOrderQueuePositions", {"event_ticker": _EVENT}),
            ("GetOrders", {"limit": 7}),
            ("GetPortfolioRestingOrderTotalValue", {}),
            ("GetPositions", {"settlement_status": "all"}),
            ("GetSettlements", {}),
            ("GetSubaccountBalances", {}),
            ("GetSubaccountTransfers", {}),
            ("GetTrades", {"ticker": ticker}),
        ]
        operation_id, named = self.random.choice(readings)
        self.send(caller, operation_id, **named)

    def happen(self, caller: Caller) -> None:
        """What no request brings about."""
        active = [ticker for ticker in _TICKERS if self.exchange.engine.markets.get(ticker).market.status == "active"]
        if self.random.random() < 0.9:
            self.exchange.clock.advance(self.random.choice([0.5, 5, 16, 120]))
        elif self.random.random() < 0.6:
            self.exchange.pause()
            self.send(caller, "CreateOrderV2", self.order())
            self.exchange.resume()
        elif len(active) > 5:
            self.exchange.settle(self.random.choice(active), self.random.choice(("yes", "no")))
        self.check_exchange()

    def run(self, requests: int) -> None:
        kinds: dict[Callable[[Caller], None], int] = {
            self.create: 50,
            self.create_batch: 6,
            self.amend: 8,
            self.decrease: 5,
            self.cancel: 6,
            self.cancel_batch: 2,
            self.cancel_all: 1,
            self.group: 4,
            self.transfer: 3,
            self.read: 20,
            self.happen: 8,
        }
        while self.sent < requests:
            [act] = self.random.choices(list(kinds), weights=list(kinds.values()))
            act(self.random.choice(self.callers))


def prove(seed: int, requests: int, behaviour: BehaviourName) -> RandomCallers:
    """Send random requests to an exchange of their own.

    Raises:
        AssertionError: Something was wrong after one of them, or they have not been everywhere: orders and trades in
            plenty, and every kind of rejection.
    """
    with small_sandbox(clock="manual", seed=seed, behaviour=behaviour) as exchange:
        monkey = RandomCallers(exchange, seed)
        try:
            monkey.run(requests)
        finally:
            print(f"seed {seed} as {behaviour}, {monkey.sent} requests: {dict(sorted(monkey.statuses.items()))}")
            for caller in monkey.callers:
                caller.client.get_httpx_client().close()
        assert len(exchange.engine.markets.trades()) > requests / 12
        assert monkey.statuses[201] > requests / 5
        assert {400, 404, 409} <= monkey.statuses.keys()
    return monkey


def main(arguments: Sequence[str]) -> int:
    """Run the soak test, and print what was answered."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--requests", type=int, default=1_200, help="requests of each seed")
    parser.add_argument("--seeds", type=int, nargs="+", default=[20261231, 7])
    given = parser.parse_args(arguments)
    answered: Counter[int] = Counter()
    behaviours: tuple[BehaviourName, ...] = ("measured", "documents")
    for seed, behaviour in zip(given.seeds, cycle(behaviours), strict=False):
        answered += prove(seed, given.requests, behaviour).statuses
    print(
        f"{answered.total():,} requests: answers, money and books were right after each; {answered[201]:,} of them 201"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
