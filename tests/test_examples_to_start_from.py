"""The examples that a person starts from, each run on the local exchange, and what it finds held against the engine."""

from __future__ import annotations

import ast
import asyncio
import csv
import re
from collections.abc import Coroutine, Iterator
from datetime import date
from decimal import Decimal
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from kalshi_overlay.recording import replay
from kalshi_sandbox import Sandbox
from kalshi_sandbox.engine import NewOrder, Order
from tests.conftest import ROOT
from tests.sandbox.replay.recordings import TICKER, Recording
from tests.sandbox.small import give_quick_keys, small_sandbox
from tests.stream.running import run, until
from tests.walking import walked

EXAMPLES = ROOT / "examples"
PAGE = (ROOT / "docs" / "examples.md").read_text(encoding="utf-8")
STARTING = ("market_maker", "arbitrage_watcher", "recorder", "nightly_export", "backtest", "price_alert")
RIVAL, SERIES = "rival", "KXSTART"
ROUNDS = 12


def example(name: str) -> ModuleType:
    """The module of an example."""
    spec = spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def use(exchange: Sandbox, patch: pytest.MonkeyPatch) -> None:
    """Let `create_client()` be a client of an exchange."""
    patch.setenv("KALSHI_API_KEY_ID", exchange.access_key_id)
    patch.setenv("KALSHI_PRIVATE_KEY", exchange.private_key_pem)
    patch.setenv("KALSHI_API_BASE_URL", exchange.base_url)


def trade(exchange: Sandbox, account: str, ticker: str, side: Any, price: str, count: int) -> Order:
    order = NewOrder(ticker=ticker, side=side, count=Decimal(count), price=Decimal(price))
    return exchange.engine.orders.place(account, order).order


@pytest.fixture(scope="module")
def exchange() -> Iterator[Sandbox]:
    with small_sandbox(markets=1, behaviour="simple") as exchange:
        exchange.add_account(RIVAL, balance=1_000_000)
        yield exchange


def race(exchange: Sandbox, name: str, *bids: tuple[str, int], is_exclusive: bool = True) -> list[str]:
    """An event with a market for each bid, which the rival makes."""
    exchange.add_event(name, terms={"mutually_exclusive": is_exclusive})
    tickers = [f"{name}-{number}" for number in range(len(bids))]
    for ticker, (price, count) in zip(tickers, bids, strict=True):
        exchange.add_market(ticker, event_ticker=name)
        trade(exchange, RIVAL, ticker, "bid", price, count)
    return tickers


def first_arbitrage(exchange: Sandbox, event: str, watcher: ModuleType) -> Any:
    async def watched() -> Any:
        async with exchange.client() as client:
            found = watcher.watch(client, event)
            try:
                return await anext(found)
            finally:
                await found.aclose()

    return run(watched())


def test_an_arbitrage_that_is_found_leaves_exactly_its_profit(
    exchange: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher = example("arbitrage_watcher")
    tickers = race(exchange, "KXRACEA-1", ("0.45", 10), ("0.40", 25), ("0.30", 10))
    careful = first_arbitrage(exchange, "KXRACEA-1", watcher)
    monkeypatch.setattr(watcher, "PRECISION", "direct")
    found = first_arbitrage(exchange, "KXRACEA-1", watcher)
    assert (found.size, set(found.prices)) == (10, set(tickers))
    # A member whose balance is kept in cents loses at most a cent a fill to rounding.
    assert found.profit - len(tickers) * Decimal("0.01") < careful.profit <= found.profit
    account = exchange.add_account("arbitrageur")
    before = exchange.engine.portfolio.balance(account).cash
    for ticker, price in found.prices.items():
        trade(exchange, account, ticker, "ask", str(price), int(found.size))
    for ticker, result in zip(tickers, ("no", "yes", "no"), strict=True):
        exchange.settle(ticker, result)  # type: ignore[arg-type]
    assert exchange.engine.portfolio.balance(account).cash - before == found.profit > 0


@walked(
    ("name", "bids"),
    [
        ("the fees are more than the cent that is left", (("0.51", 100), ("0.50", 100))),
        ("the bids are worth less than a dollar", (("0.45", 100), ("0.30", 100), ("0.20", 100))),
        ("only one market has a bid worth anything", (("0.99", 100), ("0.01", 100))),
    ],
)
def test_no_arbitrage_is_found_where_none_is_left_after_fees(
    name: str, bids: tuple[tuple[str, int], ...], exchange: Sandbox
) -> None:
    event = f"KXNONE{len(bids)}{bids[0][0][2:]}-1"
    race(exchange, event, *bids)
    assert first_arbitrage(exchange, event, example("arbitrage_watcher")) is None, name


def test_an_arbitrage_is_seen_to_come_and_to_go(exchange: Sandbox) -> None:
    watcher = example("arbitrage_watcher")
    (first, _) = race(exchange, "KXRACEB-1", ("0.30", 50), ("0.40", 50))

    async def watched() -> list[Any]:
        async with exchange.client() as client:
            found = watcher.watch(client, "KXRACEB-1")
            seen = [await anext(found)]
            order = trade(exchange, RIVAL, first, "bid", "0.80", 20)
            seen.append(await anext(found))
            exchange.engine.orders.cancel(RIVAL, order.order_id)
            seen.append(await anext(found))
            await found.aclose()
            return seen

    before, found, after = run(watched())
    assert (before, found.size, found.prices[first], after) == (None, 20, Decimal("0.80"), None)


def test_an_event_of_which_several_markets_may_pay_is_refused(exchange: Sandbox) -> None:
    race(exchange, "KXRACEC-1", ("0.80", 10), ("0.80", 10), is_exclusive=False)
    with pytest.raises(SystemExit, match="More than one market of KXRACEC-1 can end in yes"):
        first_arbitrage(exchange, "KXRACEC-1", example("arbitrage_watcher"))


def test_an_alert_comes_once_for_each_crossing_and_when_it_can_not_see(
    exchange: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(exchange, monkeypatch)
    (ticker,) = race(exchange, "KXALERT-1", ("0.40", 10))
    calls: list[str] = []

    async def watched() -> None:
        stop = asyncio.Event()
        coroutine: Coroutine[Any, Any, None] = example("price_alert").main(ticker, Decimal("0.50"), calls.append, stop)
        running = asyncio.create_task(coroutine)
        trade(exchange, RIVAL, ticker, "bid", "0.50", 10)
        await until(lambda: len(calls) == 1)
        higher = trade(exchange, RIVAL, ticker, "bid", "0.55", 10)
        exchange.engine.orders.cancel(RIVAL, higher.order_id)
        for order in exchange.engine.orders.of(RIVAL, ticker=ticker, status="resting"):
            exchange.engine.orders.cancel(RIVAL, order.order_id)
        await until(lambda: len(calls) == 2)
        exchange.stream.kill()
        await until(lambda: len(calls) == 4)
        stop.set()
        await running

    run(watched())
    assert calls[:2] == [f"{ticker}: the bid is 0.5000, at or above 0.50", f"{ticker}: the bid is gone, below 0.50"]
    assert re.fullmatch(rf"{ticker}: can't be seen: .+", calls[2])
    # It says nothing of its own end.
    assert calls[3:] == calls[1:2]


@pytest.fixture(scope="module")
def recorded(exchange: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """What the recorder's example has recorded: two markets, of which the second began meanwhile."""
    folder, stop = tmp_path_factory.mktemp("data"), asyncio.Event()
    first, second = f"{SERIES}-1-0", f"{SERIES}-1-1"

    def followed() -> set[str]:
        views = [view for each in exchange.stream.connections for view in each.subscriptions]
        books, trades = ({n for v in views if v.channel == c for n in v.names} for c in ("orderbook_delta", "trade"))
        return books & trades

    def begin(ticker: str) -> None:
        exchange.add_market(ticker, event_ticker=f"{SERIES}-1")
        trade(exchange, RIVAL, ticker, "bid", "0.40", 1000)
        trade(exchange, RIVAL, ticker, "ask", "0.60", 1000)

    async def record() -> None:
        begin(first)
        running = asyncio.create_task(example("recorder").main(SERIES, str(folder), stop, look_every=0.05))
        await until(lambda: first in followed())
        begin(second)
        await until(lambda: second in followed())
        for _ in range(ROUNDS):
            for side, price in (("ask", "0.40"), ("bid", "0.60")):
                trade(exchange, "taker", first, side, price, 5)
                await asyncio.to_thread(exchange.stream.drain)
        stop.set()
        assert await running > 2 * ROUNDS

    exchange.add_account("taker", balance=10_000)
    with pytest.MonkeyPatch.context() as patch:
        use(exchange, patch)
        run(record())
    return folder, [first, second]


def test_what_is_recorded_has_every_trade_and_the_books_of_all_markets(
    exchange: Sandbox, recorded: tuple[Path, list[str]]
) -> None:
    folder, tickers = recorded
    rows = pl.read_parquet(folder / "channel=trade").filter(pl.col("type") == "trade")
    trades = [trade for trade in exchange.engine.markets.trades() if trade.ticker in tickers]
    assert sorted(rows["trade_id"]) == sorted(trade.trade_id for trade in trades)
    assert len(trades) == 2 * ROUNDS

    async def last_books() -> dict[str, tuple[Any, Any]]:
        async with replay(str(folder), markets=tickers) as stream:
            books = stream.orderbooks(tickers)
            views = {view.ticker: view async for view in books if not view.is_stale}
        return {ticker: (view.best_bid, view.best_ask) for ticker, view in views.items()}

    last = run(last_books())
    for ticker, (bid, ask) in last.items():
        book = exchange.engine.books.get(ticker)
        assert ((bid.price, bid.count), (ask.price, ask.count)) == (book.bids[0], book.asks[0])
    assert set(last) == set(tickers)


@walked(
    ("takers", "held"),
    # With 45 it bids no more, since ten more would be too many.
    [
        (("ask", "bid") * 3, 0),
        (("ask",) * 6, 30),
        (("bid",) * 6, -30),
        (("ask",) * 14, 45),
        (("bid", "bid", "ask"), -5),
    ],
)
def test_the_profit_of_a_backtest_is_what_its_fills_add_up_to(
    takers: tuple[str, ...], held: int, tmp_path: Path
) -> None:
    recording = Recording()
    recording.snapshot(0, {"0.40": "1000"}, {"0.60": "1000"})
    for second, taker in enumerate(takers, 1):
        side, price = ("bid", "0.40") if taker == "ask" else ("ask", "0.60")
        recording.change(second + 0.5, side, price, "-5")
        recording.trade(second + 0.5, taker, price, "5")
    recording.change(len(takers) + 2, "bid", "0.30", "1")
    folder = recording.write(tmp_path / f"{'-'.join(takers)}")
    with small_sandbox(replay=str(folder), behaviour="simple") as exchange:
        result = example("backtest").backtest(exchange, TICKER)
        fills = exchange.engine.orders.fills(exchange.account)
    bought = sum(fill.count if fill.side == "bid" else -fill.count for fill in fills)
    paid = sum(fill.price * fill.count * (1 if fill.side == "bid" else -1) for fill in fills)
    # It holds yes at the best bid, or has sold it and pays the best ask.
    value = bought * Decimal("0.40" if bought > 0 else "0.60")
    assert (result.fills, result.held) == (len(fills), bought) == (min(len(takers), 9), held)
    assert {fill.price for fill in fills} <= {Decimal("0.41"), Decimal("0.59")}
    assert result.profit == value - paid - sum(fill.fee for fill in fills)
    assert (result.profit > 0) == (len(set(takers)) > 1)


def test_a_bot_trades_in_what_the_recorder_has_kept(
    recorded: tuple[Path, list[str]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, (ticker, _) = recorded
    give_quick_keys(monkeypatch)
    example("backtest").main(str(folder), ticker, "0.01")
    assert re.search(r"^Result\(fills=\d+, held=Decimal\('-?\d+.*'stopped'", capsys.readouterr().out, re.MULTILINE)


def test_an_export_has_the_profit_of_the_engine_and_the_next_one_what_came_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = example("nightly_export").main
    with small_sandbox(clock="manual") as exchange:
        use(exchange, monkeypatch)
        own, engine = exchange.account, exchange.engine
        exchange.add_account(RIVAL, balance=100_000)

        def profits() -> dict[str, Decimal]:
            held = engine.portfolio.positions(own)
            return {each.ticker: each.realized_profit - each.fees_paid for each in held}

        def exported(day: str) -> dict[str, Decimal]:
            with (tmp_path / "pnl" / f"{day}.csv").open(newline="", encoding="utf-8") as file:
                return {row["ticker"]: Decimal(row["profit"]) for row in csv.DictReader(file)}

        def buy_and_sell(ticker: str, bought: int, sold: int) -> None:
            trade(exchange, RIVAL, ticker, "ask", "0.60", bought)
            trade(exchange, own, ticker, "bid", "0.60", bought)
            trade(exchange, RIVAL, ticker, "bid", "0.55", sold)
            trade(exchange, own, ticker, "ask", "0.55", sold)

        tickers = [f"KXEXPORT-1-{number}" for number in range(3)]
        for ticker in tickers:
            exchange.add_market(ticker)
            buy_and_sell(ticker, 10, 4)
        exchange.settle(tickers[0], "yes")
        exchange.settle(tickers[1], "no")
        exchange.clock.advance(86_400)
        first = export(tmp_path, date(2026, 10, 1), date(2026, 10, 2))
        before = profits()
        assert exported("2026-10-02") == before
        assert first == sum(before.values())
        assert before[tickers[1]] < 0 < before[tickers[0]]
        buy_and_sell(tickers[2], 20, 20)
        exchange.clock.advance(86_400)
        second = export(tmp_path, date(2026, 10, 1), date(2026, 10, 3))
        assert exported("2026-10-03") == profits()
        assert second == sum(profits().values()) - first != 0
        for kind, count in (("fills", len(engine.orders.fills(own))), ("settlements", 2), ("positions", 3)):
            assert pl.read_parquet(tmp_path / kind / "*.parquet").height == count
        assert pl.read_parquet(tmp_path / "orders" / "*.parquet").height == len(engine.orders.of(own))


@walked("name", STARTING)
def test_each_is_short_and_says_what_it_does_how_to_run_it_and_what_it_does_not(name: str) -> None:
    code = (EXAMPLES / f"{name}.py").read_text(encoding="utf-8")
    tree = ast.parse(code)
    assert len(code.splitlines()) < 80
    assert "main" in {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    words = ast.get_docstring(tree) or ""
    assert f"examples/{name}.py" in words
    assert "local exchange" in words
    assert re.search(r"\b(no|not|nothing|doesn't|can't)\b", words)


def test_the_page_has_a_row_for_each_example() -> None:
    rows = re.findall(r"^\| \[\w+\.py\]\(\.\./examples/(\w+)\.py\) \|", PAGE, re.MULTILINE)
    assert sorted(rows) == sorted(path.stem for path in EXAMPLES.glob("*.py"))
    assert rows[: len(STARTING)] == list(STARTING)
