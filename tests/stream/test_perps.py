"""The stream of perpetual futures: its messages, its books, and where it is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.perps.stream.messages import UnknownMessage, model_of
from kalshi_gen.types import UNSET
from kalshi_overlay import create_client
from kalshi_overlay.errors import KalshiConfigError, KalshiHandshakeError, KalshiSubscriptionError
from kalshi_overlay.stream import OrderBook, PerpsBookView, PerpsStream, StateChange, connect
from kalshi_overlay.stream.feeds import HOSTS, perps_feed
from kalshi_overlay.stream.socket import open_socket, stream_url
from kalshi_sandbox import Sandbox
from kalshi_sandbox.perps.engine import EngineRejection, FinalSettlementTerms, SplitTerms, TickerChangeTerms
from kalshi_sandbox.replay import read_frames
from kalshi_sandbox.stream.stream import ConnectionView
from kalshi_sandbox.stream_drifts import DRIFTS
from kalshi_sandbox.stream_faults import Drift, Drop, RejectCommand, Renumber, Terminate
from tests.stream.examples import body, message
from tests.stream.running import run, until
from tests.stream.test_messages import next_of

TICKER, OTHER = "KXONEPERP", "KXTWOPERP"


@pytest.fixture
def perps(exchange: Sandbox) -> Iterator[Sandbox]:
    """An exchange with two markets of perpetual futures that have empty books."""
    with suppress(EngineRejection):
        for ticker in (TICKER, OTHER):
            exchange.perps.markets.add(ticker, index_price=Decimal(62), fractional_trading_enabled=True)
    yield exchange
    exchange.perps_stream.clear_levels()


def opened(exchange: Sandbox, **how: Any) -> Any:
    """A stream of perpetual futures; its type is left open, for commands that type checkers would refuse."""
    return _Opened(exchange, how)


class _Opened:
    def __init__(self, exchange: Sandbox, how: dict[str, Any]) -> None:
        self._client = exchange.client()
        self._stream = connect(self._client, feed="perps", **how)

    async def __aenter__(self) -> Any:
        await self._client.__aenter__()
        return await self._stream.__aenter__()

    async def __aexit__(self, *error: Any) -> None:
        await self._stream.__aexit__(*error)
        await self._client.__aexit__(*error)


def change(exchange: Sandbox, side: Any, price: str, count: int, ticker: str = TICKER) -> None:
    exchange.perps_stream.set_level(ticker, side, Decimal(price), Decimal(count))


def apply(exchange: Sandbox, ticker: str, terms: Any) -> None:
    """Apply a corporate action."""
    actions = exchange.perps.corporate_actions
    actions.apply(actions.schedule(ticker, terms).action_id)


def levels(view: PerpsBookView) -> tuple[dict[Decimal, Decimal], dict[Decimal, Decimal]]:
    return {each.price: each.count for each in view.bids}, {each.price: each.count for each in view.asks}


# Messages


def test_a_channel_of_the_other_feed_is_refused(perps: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(perps) as stream:
            asked: list[tuple[str, dict[str, Any]]] = [
                ("market_positions", {}),
                ("orderbook_delta", {"market_ticker": TICKER, "use_yes_price": True}),
            ]
            for channel, given in asked:
                with pytest.raises(InvalidRequestError):
                    stream.subscribe(channel, **given)
            with pytest.raises(InvalidRequestError, match="action"):
                await (await stream.subscribe("fill")).update("subscribe_indices")

    run(scenario())


def test_a_message_of_an_unknown_type_is_reported_and_ends_nothing(perps: Sandbox) -> None:
    unknown: list[UnknownMessage] = []

    async def scenario() -> None:
        async with opened(perps, on_unknown=unknown.append) as stream:
            subscription: Any = await stream.subscribe("trade")
            sent = message(model_of("MarginTrade"))
            publish = perps.perps_stream.publish
            await asyncio.to_thread(publish, "trade", "trade_of_tomorrow", {"a": 1}, name=TICKER)
            await asyncio.to_thread(publish, "trade", "trade", body(sent), name=TICKER)
            assert (await next_of(subscription, sent.msg)).seq == 2
            assert subscription.gaps == 0

    run(scenario())
    assert [(each.type, bytes(each.msg)) for each in unknown] == [("trade_of_tomorrow", b'{"a":1}')]


@pytest.mark.parametrize("code", [10, 25])
def test_an_error_that_ends_a_subscription_of_the_api_ends_one_here_and_it_is_made_again(
    perps: Sandbox, code: int
) -> None:
    """The spec of this stream has no table of error codes: the numbers are those of the API's."""

    async def scenario() -> None:
        async with opened(perps) as stream:
            subscription = await stream.subscribe("fill")
            perps.perps_stream.faults.add(Terminate(code), channel="fill", times=1)
            await asyncio.to_thread(perps.perps_stream.publish, "fill", "fill", body(message(model_of("MarginFill"))))
            await until(lambda: subscription.gaps == 1 and current(perps) != [])
            await asyncio.to_thread(perps.perps_stream.publish, "fill", "fill", body(message(model_of("MarginFill"))))
            assert (await anext(aiter(subscription))).type == "fill"

    run(scenario())


def current(exchange: Sandbox) -> list[Any]:
    return [each for connection in exchange.perps_stream.connections for each in connection.subscriptions]


@pytest.mark.parametrize(("code", "says"), [(9, "9"), (26, "26")])
def test_a_refusal_is_the_typed_error_with_its_code(perps: Sandbox, code: int, says: str) -> None:
    async def scenario() -> None:
        perps.perps_stream.faults.add(RejectCommand(code), kind="subscribe")
        async with opened(perps) as stream:
            with pytest.raises(KalshiSubscriptionError, match=says) as refused:
                await stream.subscribe("fill")
            assert refused.value.code == code

    run(scenario())


def test_an_error_of_an_unknown_number_ends_nothing(perps: Sandbox) -> None:
    states: list[StateChange] = []

    async def scenario() -> None:
        async with opened(perps, on_state=states.append) as stream:
            subscription = await stream.subscribe("fill")
            error = {"code": 99, "msg": "of tomorrow"}
            await asyncio.to_thread(perps.perps_stream.publish, "fill", "error", error)
            await until(lambda: any(each.state == "error" for each in states))
            await subscription.update("add_markets", market_tickers=[TICKER])
            assert subscription.gaps == 0

    run(scenario())
    (error,) = (each.error for each in states if each.state == "error")
    assert isinstance(error, KalshiSubscriptionError)
    assert error.code == 99


# Books


def test_a_book_has_bids_and_asks_in_dollars_for_a_contract(perps: Sandbox) -> None:
    sizes = {TICKER: Decimal("0.000100")}

    async def scenario() -> None:
        async with perps.client() as client, connect(client, feed="perps", contract_sizes=sizes) as stream:
            typed: PerpsStream = stream
            book: OrderBook[PerpsBookView] = await typed.orderbook(TICKER)
            assert (book.view.best_bid, book.view.best_ask, book.view.midpoint) == (None, None, None)
            for side, price, count in (("bid", "62050.5", 3), ("bid", "62050", 2), ("ask", "62051", 5)):
                change(perps, side, price, count)
            await until(lambda: len(book.view.asks) == 1)
            view = book.view
            assert view.best_bid is not None
            assert (view.best_bid.price, view.best_bid.count) == (Decimal("62050.5"), Decimal(3))
            assert (view.spread, view.midpoint) == (Decimal("0.5"), Decimal("62050.75"))
            assert (view.bid_depth(), view.bid_depth(Decimal("62050.1")), view.ask_depth()) == (5, 3, 5)
            assert (view.stale, view.is_crossed, view.contract_size) == (None, False, Decimal("0.000100"))
            assert (await typed.orderbook(OTHER)).view.contract_size is None
            # The mapping is the user's own.
            sizes[TICKER] = Decimal("0.000400")
            assert book.view.contract_size == Decimal("0.000400")
            assert view.contract_size == Decimal("0.000100")

    run(scenario())


def test_a_later_reader_begins_with_the_book_as_it_is(perps: Sandbox) -> None:
    async def scenario() -> None:
        change(perps, "bid", "62.05", 3)
        async with opened(perps) as stream:
            books = await stream.orderbooks([TICKER])
            await books.add([OTHER])
            other = await stream.orderbook(TICKER)
            assert levels(other.view) == levels(books[TICKER]) == ({Decimal("62.05"): Decimal(3)}, {})

    run(scenario())


@pytest.mark.parametrize("fault", [Drop(), Renumber(5)])
def test_a_gap_makes_a_book_stale_until_its_next_snapshot(perps: Sandbox, fault: Any) -> None:
    async def scenario() -> None:
        async with opened(perps) as stream:
            book = await stream.orderbook(TICKER)
            stale: list[str | None] = []
            book.on_change(lambda view: stale.append(view.stale))
            perps.perps_stream.faults.add(fault, kind="orderbook_delta", nth=1)
            for count in (1, 2):
                change(perps, "bid", "62.05", count)
            await until(lambda: levels(book.view) == ({Decimal("62.05"): Decimal(2)}, {}) and not book.view.stale)
            assert any(stale)

    run(scenario())


@pytest.mark.parametrize("price", ["0", "-1", "NaN", "1e30", "?"])
def test_a_change_at_a_price_that_no_contract_has_makes_the_book_stale(perps: Sandbox, price: str) -> None:
    async def scenario() -> None:
        async with opened(perps) as stream:
            book = await stream.orderbook(TICKER)
            stale: list[str | None] = []
            book.on_change(lambda view: stale.append(view.stale))
            sent = {"market_ticker": TICKER, "price": price, "delta": "1", "side": "bid"}
            publish = perps.perps_stream.publish
            await asyncio.to_thread(publish, "orderbook_delta", "orderbook_delta", sent, name=TICKER)
            await book
            await until(lambda: bool(stale) and book.view.stale is None)
            assert any(stale)
            assert levels(book.view) == ({}, {})

    run(scenario())


# A side that is missing or null is an empty one.
@pytest.mark.parametrize("name", sorted({*DRIFTS} - {"missing-field", "null-field"}))
def test_a_drifted_snapshot_makes_no_wrong_book(perps: Sandbox, name: str) -> None:
    async def scenario() -> None:
        change(perps, "bid", "62.05", 3)
        change(perps, "ask", "62.06", 4)
        perps.perps_stream.faults.add(Drift(name), kind="orderbook_snapshot", times=1)
        async with opened(perps) as stream:
            book = await stream.orderbook(TICKER)
            assert levels(book.view) == ({Decimal("62.05"): Decimal(3)}, {Decimal("62.06"): Decimal(4)})

    run(scenario())


@pytest.mark.parametrize("renamed", ["bids", "yes_dollars_fp", "levels"])
def test_a_side_under_another_name_is_not_taken_for_an_empty_one(perps: Sandbox, renamed: str) -> None:
    async def scenario() -> None:
        async with opened(perps) as stream:
            book = await stream.orderbook(TICKER)
            stale: list[str | None] = []
            book.on_change(lambda view: stale.append(view.stale))
            sent = {"market_ticker": TICKER, renamed: [["62.05", "3"]], "ask": [["62.06", "4"]]}
            publish = perps.perps_stream.publish
            await asyncio.to_thread(publish, "orderbook_delta", "orderbook_snapshot", sent, name=TICKER)
            await until(lambda: any(stale))
            assert "msg.bid is missing" in str(next(filter(None, stale)))

    run(scenario())


# Two connections


def test_another_connection_takes_over_without_a_stale_step_where_it_has_the_same_book(perps: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(perps, connections=2) as stream:
            book = await stream.orderbook(TICKER)
            stale: list[str | None] = []
            await until(lambda: len(fed(book)) == 2)
            change(perps, "bid", "62.05", 3)
            await until(lambda: fed(book) == [{Decimal("62.05"): Decimal(3)}] * 2)
            book.on_change(lambda view: stale.append(view.stale))
            await asyncio.to_thread(servers_of(perps, stream, book)[0].kill)
            await until(lambda: stream.counters.reconnects == 1)
            change(perps, "ask", "62.06", 1)
            await until(lambda: len(book.view.asks) == 1)
            assert not any(stale)

    run(scenario())


def test_another_connection_that_may_be_behind_does_not_take_over_before_a_snapshot(perps: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(perps, connections=2) as stream:
            book = await stream.orderbook(TICKER)
            await until(lambda: len(fed(book)) == 2)
            served, other = servers_of(perps, stream, book)
            # The other one misses a change, as it would if it hung.
            readers = [each.reader for each in subscribers(perps)]
            perps.perps_stream.faults.add(Drop(), kind="orderbook_delta", nth=readers.index(other._connection) + 1)
            change(perps, "bid", "62.05", 3)
            perps.perps_stream.drain()
            await until(lambda: bool(book.view.bids))
            stale: list[tuple[str | None, int]] = []
            book.on_change(lambda view: stale.append((view.stale, len(view.bids))))
            # Nobody can open a connection, so what makes the book right again comes over the other one.
            with perps.refusing_connections():
                await asyncio.to_thread(served.kill)
                await until(lambda: book.view.stale is None and stale != [])
            assert stale[0][0] is not None, "the other one had another book"
            assert all(bids == 1 for why, bids in stale if why is None)
            assert [each.params["action"] for each in other.commands("update_subscription")] == ["get_snapshot"]

    run(scenario())


def subscribers(exchange: Sandbox) -> list[Any]:
    return exchange.perps_stream._server.feed.subscribers.of("orderbook_delta", TICKER)


def servers_of(exchange: Sandbox, stream: Any, book: Any) -> list[ConnectionView]:
    """The exchange's sides of the connections, that of the one whose book is served first."""
    (merged,) = book._books._books.values()
    ports = {
        number: stream._pool.connections[number]._session._socket.local_address[1] for number in sorted(merged._sources)
    }
    sides = {
        each._connection._transport.get_extra_info("peername")[1]: each for each in exchange.perps_stream.connections
    }
    by_number = sorted(ports, key=lambda number: merged._sources[number] is not merged.served)
    return [sides[ports[number]] for number in by_number]


def fed(book: Any) -> list[dict[Decimal, Decimal]]:
    """The bids of the book as each connection has it that has it right."""
    (merged,) = book._books._books.values()
    return [each.sides["bid"].levels for each in merged._sources.values() if each.is_right]


# Corporate actions


@pytest.mark.parametrize(
    ("number", "terms"),
    [
        (0, SplitTerms(ratio_old=Decimal(1), ratio_new=Decimal(4))),
        (1, FinalSettlementTerms(settlement_price_per_contract=Decimal(1))),
        (2, TickerChangeTerms(new_ticker="KXRENAMEDPERP")),
    ],
)
def test_after_a_corporate_action_a_book_begins_with_a_snapshot_again(perps: Sandbox, number: int, terms: Any) -> None:
    ticker = f"KXACTION{number}PERP"
    perps.perps.markets.add(ticker, index_price=Decimal(62))

    async def scenario() -> None:
        async with opened(perps, connections=2) as stream:
            actions = await stream.subscribe("corporate_actions")
            books = await stream.orderbooks([ticker, OTHER])
            await until(lambda: all(len(book._sources) == 2 for book in books._books.values()))
            stale: dict[str, str] = {}
            books.on_change(lambda view: stale.setdefault(view.ticker, view.stale) if view.stale else None)
            await asyncio.to_thread(apply, perps, ticker, terms)
            received = await anext(aiter(actions))
            assert received.msg.corporate_action.type == terms.kind
            assert stale == {ticker: "the exchange has applied a corporate action"}
            if terms.kind != "ticker_change":
                await books

    run(scenario())


def test_a_corporate_action_that_cannot_be_read_concerns_every_book(perps: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(perps) as stream:
            await stream.subscribe("corporate_actions")
            books = await stream.orderbooks([TICKER, OTHER])
            stale = set()
            books.on_change(lambda view: stale.add(view.ticker) if view.stale else None)
            publish = perps.perps_stream.publish
            await asyncio.to_thread(publish, "corporate_actions", "corporate_actions_delta", {"action": None})
            await until(lambda: stale == {TICKER, OTHER})
            await books

    run(scenario())


def test_the_newest_action_of_each_market_is_kept_under_the_policy_latest(perps: Sandbox) -> None:
    async def scenario() -> None:
        async with opened(perps) as stream:
            actions = await stream.subscribe("corporate_actions", when_full="latest")
            for ticker in (TICKER, OTHER, TICKER):
                split = SplitTerms(ratio_old=Decimal(1), ratio_new=Decimal(1))
                await asyncio.to_thread(apply, perps, ticker, split)
            await until(lambda: actions.drops == 1)
            received = [(await anext(aiter(actions))).msg.corporate_action.market_ticker for _ in range(2)]
            assert received == [TICKER, OTHER]

    run(scenario())


def test_a_record_keeps_prices_and_hides_ids(perps: Sandbox, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with opened(perps, record=tmp_path / "frames.jsonl") as stream:
            book = await stream.orderbook(TICKER)
            fills = await stream.subscribe("fill")
            change(perps, "bid", "62.05", 3)
            fill = body(message(model_of("MarginFill")))
            await asyncio.to_thread(perps.perps_stream.publish, "fill", "fill", {**fill, "market_ticker": TICKER})
            await anext(aiter(fills))
            await until(lambda: bool(book.view.bids))

    run(scenario())
    frames = [msgspec.json.decode(line.content) for line in read_frames(tmp_path / "frames.jsonl")]
    delta = next(each["msg"] for each in frames if each.get("type") == "orderbook_delta")
    assert (delta["market_ticker"], delta["price"], delta["delta"]) == (TICKER, "62.0500", "3.00")
    fill = next(each["msg"] for each in frames if each.get("type") == "fill")
    assert (fill["price"], fill["market_ticker"]) == ("0.01", TICKER)
    assert fill["client_order_id"] != "text 1"


# Where it is


def test_the_environment_of_a_client_says_where_the_stream_is(exchange: Sandbox) -> None:
    feed, given = perps_feed({}), key_of(exchange)
    with create_client(**given) as client:
        assert stream_url(client, feed) == "wss://external-api-margin-ws.kalshi.com/trade-api/ws/v2/margin"
    with create_client(demo=True, **given) as client:
        assert stream_url(client, feed) == "wss://external-api-margin-ws.demo.kalshi.co/trade-api/ws/v2/margin"
    with exchange.client() as client:
        assert stream_url(client, feed) == exchange.perps_stream_url


@pytest.mark.parametrize(
    ("host", "remedy"),
    [
        ("api.elections.kalshi.com", "https://external-api.kalshi.com/trade-api/v2"),
        ("demo-api.kalshi.co", "https://external-api.demo.kalshi.co/trade-api/v2"),
    ],
)
def test_a_client_of_an_older_host_is_refused_with_the_remedy(exchange: Sandbox, host: str, remedy: str) -> None:
    async def scenario() -> None:
        async with create_client(base_url=f"https://{host}/trade-api/v2", **key_of(exchange)) as client:
            with pytest.raises(KalshiConfigError) as refused:
                async with connect(client, feed="perps"):
                    raise AssertionError("it was opened")
        assert host in str(refused.value)
        assert remedy in str(refused.value)

    run(scenario())


def test_a_feed_that_there_is_not_is_refused(exchange: Sandbox) -> None:
    async def scenario() -> None:
        unknown: Any = "klear"
        async with exchange.client() as client:
            with pytest.raises(KalshiConfigError, match="feed"):
                async with connect(client, feed=unknown):
                    raise AssertionError("it was opened")
            sizes: dict[str, Any] = {"contract_sizes": {TICKER: Decimal(1)}}
            with pytest.raises(KalshiConfigError, match="contract_sizes"):
                async with connect(client, **sizes):
                    raise AssertionError("it was opened")

    run(scenario())


@pytest.mark.parametrize("sizes", [None, Decimal(1), [(TICKER, Decimal(1))]])
def test_contract_sizes_that_are_no_mapping_are_refused_before_a_connection(exchange: Sandbox, sizes: Any) -> None:
    async def scenario() -> None:
        async with exchange.client() as client:
            with pytest.raises(KalshiConfigError, match=f"contract_sizes: .* not {type(sizes).__name__}"):
                async with connect(client, feed="perps", contract_sizes=sizes):
                    raise AssertionError("it was opened")

    run(scenario())


@pytest.mark.parametrize(
    "sizes",
    [{TICKER: size} for size in (1.5, 1, True, "0.0001", Decimal(0), Decimal(-1), Decimal("NaN"))],
    ids=repr,
)
def test_contract_sizes_of_another_type_are_refused_before_the_stream_is_opened(exchange: Sandbox, sizes: Any) -> None:
    async def scenario() -> None:
        async with exchange.client() as client:
            with pytest.raises(KalshiConfigError, match=r"contract_sizes.*Decimal"):
                async with connect(client, feed="perps", contract_sizes=sizes):
                    raise AssertionError("it was opened")

    run(scenario())


def test_a_contract_size_that_is_missing_or_becomes_wrong_is_none_in_the_view(
    perps: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kalshi_overlay.stream.shared._SECONDS_TO_FIRST_SNAPSHOT", 0.01)
    monkeypatch.setattr("kalshi_overlay.stream.snapshots._SPACING", 0.0)

    async def scenario() -> None:
        sizes: dict[str, Any] = {TICKER: UNSET, "KXETHPERP": None}
        async with perps.client() as client, connect(client, feed="perps", contract_sizes=sizes) as stream:
            book = await stream.orderbook(TICKER)
            seen = []
            for size in (sizes[TICKER], 0.5, "0.5", Decimal("0.5")):
                sizes[TICKER] = size
                async with asyncio.timeout(5):
                    seen.append((await stream.orderbook(TICKER)).view.contract_size)
            assert seen == [None, None, None, Decimal("0.5")]
            assert book.view.stale is None

    run(scenario())


def test_a_signature_goes_to_the_hosts_of_the_stream_over_tls_alone(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with create_client(**key_of(exchange)) as client:
            for host in HOSTS["perps"].values():
                for address in (f"ws://{host}", f"wss://{host}.example.com", f"wss://{host}:444"):
                    with pytest.raises(KalshiConfigError):
                        await open_socket(f"{address}/trade-api/ws/v2/margin", client.auth, 1)

    run(scenario())


def test_a_path_without_a_stream_is_refused(exchange: Sandbox) -> None:
    async def scenario() -> None:
        async with exchange.client() as client:
            with pytest.raises(KalshiHandshakeError) as refused:
                await open_socket(f"{exchange.perps_stream_url}/more", client.auth, 10)
        assert refused.value.status_code == 404

    run(scenario())


def key_of(exchange: Sandbox) -> dict[str, Any]:
    return {"access_key_id": exchange.access_key_id, "private_key_data": exchange.private_key_pem}
