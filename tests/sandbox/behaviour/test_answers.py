"""What the live exchange was seen to answer to reads and to wrong requests, and what its documents say instead."""

from __future__ import annotations

import socket
from decimal import Decimal

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kalshi_gen.api.portfolio import get_positions
from kalshi_sandbox.faults import Status

from .. import plain
from ..live.calling import order
from .conftest import Side, flatly, opened, placing, rejected

HOUR = 3600


# Errors


def test_errors_are_nested(measured: Side, documents: Side) -> None:
    status, error = rejected(measured.alice.send("GetMarket", ticker="KXNONE-1"))
    assert (status, error["code"]) == (404, "not_found")
    assert error.keys() == {"code", "message"}
    status, error = rejected(plain.get(f"{measured.exchange.base_url}/nowhere"))
    assert (status, error["code"]) == (404, "not_found")
    assert flatly(documents.alice.send("GetMarket", ticker="KXNONE-1")) == (404, "market_not_found")


def test_what_is_not_as_specified_is_rejected_flatly_with_msg(measured: Side, documents: Side) -> None:
    for operation, named in (("GetMarkets", {"limit": 5000}), ("GetOrders", {"limit": "x"})):
        answer = measured.alice.send(operation, **named)
        assert (answer.status_code, list(answer.json())) == (400, ["msg"])
        assert answer.json()["msg"].startswith("Parameter validation failed: limit")
        assert flatly(documents.alice.send(operation, **named)) == (400, "invalid_parameters")


@pytest.mark.parametrize("is_known", [True, False])
def test_a_wrong_signature_and_an_unknown_key_are_authentication_errors(
    is_known: bool, measured: Side, documents: Side
) -> None:
    private = ed25519.Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    for side in (measured, documents):
        key_id = side.exchange.access_key_id if is_known else "another"
        with side.exchange.client(access_key_id=key_id, private_key_data=pem) as client:
            answer = client.get_httpx_client().get("/portfolio/balance")
        if side is measured:
            status, error = rejected(answer)
            assert (status, error["code"]) == (401, "authentication_error")
            assert error["details"] == ("INCORRECT_API_KEY_SIGNATURE" if is_known else "NOT_FOUND")
        else:
            assert flatly(answer) == (401, "incorrect_signature" if is_known else "unknown_key")


def test_a_request_without_signature_is_401(measured: Side) -> None:
    status, error = rejected(plain.get(f"{measured.exchange.base_url}/portfolio/balance"))
    assert (status, error["code"]) == (401, "authentication_error")


def test_a_key_without_the_scope_is_401_where_the_spec_has_no_403(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        made = side.alice.ask("GenerateApiKey", {"name": "reader", "key_type": "ed25519", "scopes": ["read"]})
        given = {"access_key_id": made["api_key_id"], "private_key_data": made["private_key"]}
        with side.exchange.client(**given) as client:
            answer = client.get_httpx_client().delete("/portfolio/events/orders")
        if side is measured:
            status, error = rejected(answer)
            assert (status, error["code"]) == (401, "authentication_error")
        else:
            assert flatly(answer) == (401, "insufficient_scope")


def test_who_asks_from_a_blocked_country_gets_a_bare_page_with_403(measured: Side) -> None:
    measured.exchange.faults.add(Status(403), times=1)
    answer = measured.alice.send("GetBalance")
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (403, "text/html")
    assert answer.text.startswith("<html>")


def test_errors_that_a_fault_makes_have_the_same_form(measured: Side) -> None:
    measured.exchange.faults.add(Status(503), times=1)
    status, error = rejected(plain.get(f"{measured.exchange.base_url}/exchange/schedule"))
    assert (status, error["code"]) == (503, "service_unavailable")


def test_a_spent_bucket_is_429_without_retry_after_and_rate_headers() -> None:
    for behaviour in ("measured", "documents"):
        with opened(tier="basic", behaviour=behaviour) as side:
            answers = [side.alice.send("GetOrders") for _ in range(21)]
        assert [answer.status_code for answer in answers] == [200] * 20 + [429]
        if behaviour == "measured":
            assert rejected(answers[-1])[1]["code"] == "too_many_requests"
        else:
            assert flatly(answers[-1]) == (429, "too_many_requests")
        assert not [name for name in answers[-1].headers if "retry" in name.lower() or "rate" in name.lower()]


def test_a_429_to_a_request_that_nobody_signed_is_words_alone() -> None:
    for behaviour in ("measured", "documents"):
        with opened(tier="basic", behaviour=behaviour) as side:
            answers = [plain.get(f"{side.exchange.base_url}/exchange/status") for _ in range(21)]
        assert [answer.status_code for answer in answers] == [200] * 20 + [429]
        if behaviour == "measured":
            assert answers[-1].json() == {"error": "too many requests"}
            assert not [name for name in answers[-1].headers if "retry" in name.lower() or "rate" in name.lower()]
        else:
            assert flatly(answers[-1]) == (429, "too_many_requests")


def test_what_is_no_request_at_all_is_rejected_in_the_same_form(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        url = httpx.URL(side.exchange.base_url)
        with socket.create_connection((url.host, url.port or 80), timeout=20) as raw:
            raw.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")
            with raw.makefile("rb") as stream:
                head, _, body = stream.read().partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400 ")
        answer = httpx.Response(400, content=body)
        if side is measured:
            assert rejected(answer)[1]["code"] == "bad_request"
        else:
            assert flatly(answer) == (400, "bad_request")


# Reads


@pytest.mark.parametrize("depth", [0, 2])
def test_order_books_ascend_the_best_last_also_with_depth(depth: int, measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker = side.market()
        for price in ("0.40", "0.42", "0.41"):
            side.alice.place("bid", price, "5", ticker=ticker)
            side.bob.place("ask", str(Decimal(price) + Decimal("0.1")), "7", ticker=ticker)
        best_first = {
            "yes_dollars": [["0.4200", "5.00"], ["0.4100", "5.00"], ["0.4000", "5.00"]][: depth or 3],
            "no_dollars": [["0.5000", "7.00"], ["0.4900", "7.00"], ["0.4800", "7.00"]][: depth or 3],
        }
        if side is measured:
            best_first = {name: levels[::-1] for name, levels in best_first.items()}
        assert side.alice.ask("GetMarketOrderbook", ticker=ticker, depth=depth)["orderbook_fp"] == best_first
        (book,) = side.alice.ask("GetMarketOrderbooks", tickers=[ticker])["orderbooks"]
        assert [len(levels) for levels in book["orderbook_fp"].values()] == [3, 3]


def test_an_unknown_or_settled_markets_book_is_two_empty_arrays_and_the_market_is_404(
    measured: Side, documents: Side
) -> None:
    for side in (measured, documents):
        settled = side.market()
        side.alice.place("bid", "0.40", ticker=settled)
        side.exchange.settle(settled, "yes")
        empty = {"yes_dollars": [], "no_dollars": []}
        assert side.alice.ask("GetMarketOrderbook", ticker=settled)["orderbook_fp"] == empty
        assert side.alice.send("GetMarket", ticker="KXNONE-1").status_code == 404
        one, several = (
            side.alice.send("GetMarketOrderbook", ticker="KXNONE-1"),
            side.alice.send("GetMarketOrderbooks", tickers=[settled, "KXNONE-1"]),
        )
        if side is measured:
            assert one.json()["orderbook_fp"] == empty
            assert [book["ticker"] for book in several.json()["orderbooks"]] == [settled, "KXNONE-1"]
        else:
            assert (one.status_code, several.status_code) == (404, 400)


def test_a_garbage_or_foreign_cursor_is_page_1_again(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        foreign = side.alice.ask("GetEvents", limit=1)["cursor"]
        first = side.alice.ask("GetMarkets", limit=2)
        for cursor in ("garbage", foreign):
            answer = side.alice.send("GetMarkets", limit=2, cursor=cursor)
            if side is measured:
                assert answer.json() == first
            else:
                assert flatly(answer) == (400, "invalid_parameters")


def test_a_page_may_be_empty_with_a_cursor(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker = side.market()
        placed = [side.alice.place("bid", "0.01", "1", ticker=ticker)["order_id"] for _ in range(5)]
        side.settle_down()
        sizes, found, cursor = [], [], ""
        while True:
            page = side.alice.ask("GetOrders", ticker=ticker, limit=2, cursor=cursor)
            sizes.append(len(page["orders"]))
            found += [order["order_id"] for order in page["orders"]]
            cursor = page["cursor"]
            if not cursor:
                break
        assert found == placed[::-1]
        assert sizes == ([2, 0, 2, 1] if side is measured else [2, 2, 1])
        markets = [side.alice.ask("GetMarkets", limit=10)]
        while markets[-1]["cursor"]:
            markets.append(side.alice.ask("GetMarkets", limit=10, cursor=markets[-1]["cursor"]))
        tickers = [market["ticker"] for page in markets for market in page["markets"]]
        assert len(tickers) == len(set(tickers)) >= 50


def test_the_clients_walk_over_an_empty_page(measured: Side) -> None:
    tickers = [measured.market() for _ in range(3)]
    for ticker in tickers:
        measured.trade(ticker)
    measured.settle_down()
    positions = get_positions.sync_all(client=measured.alice.client, limit=1)
    assert {position.ticker for position in positions} >= set(tickers)


def test_an_unknown_order_status_is_no_rows_and_an_unknown_market_status_400(measured: Side, documents: Side) -> None:
    assert measured.alice.ask("GetOrders", status="open")["orders"] == []
    assert documents.alice.send("GetOrders", status="open").status_code == 400
    for side in (measured, documents):
        assert side.alice.send("GetMarkets", status="active").status_code == 400


def test_min_ts_includes_its_second_for_trades_and_fills(measured: Side) -> None:
    ticker = measured.market()
    measured.settle_down()
    measured.exchange.clock.advance(1 - measured.exchange.clock() % 1)
    measured.trade(ticker)
    second = int(measured.exchange.clock())
    measured.settle_down()
    for operation, listed in (("GetTrades", "trades"), ("GetFills", "fills")):
        assert len(measured.alice.ask(operation, ticker=ticker, min_ts=second)[listed]) == 1
        assert measured.alice.ask(operation, ticker=ticker, min_ts=second + 1)[listed] == []


def test_positions_take_a_limit_of_0_and_5000_and_orders_and_fills_1_to_1000(measured: Side, documents: Side) -> None:
    measured.trade(measured.market())
    measured.settle_down()
    for limit in (0, 5000):
        assert measured.alice.ask("GetPositions", limit=limit)["market_positions"]
        assert documents.alice.send("GetPositions", limit=limit).status_code == 400
    assert measured.alice.send("GetPositions", limit=5001).status_code == 400
    for operation in ("GetOrders", "GetFills"):
        statuses = [measured.alice.send(operation, limit=limit).status_code for limit in (0, 1, 1000, 1001)]
        assert statuses == [400, 200, 200, 400]


def candles(side: Side, ticker: str, series: str, minutes: int = 1, hours: int = 1) -> httpx.Response:
    now = int(side.exchange.clock())
    period = {"start_ts": now - hours * HOUR, "end_ts": now + 60, "period_interval": minutes}
    return side.alice.send("GetMarketCandlesticks", series_ticker=series, ticker=ticker, **period)


def test_more_than_5000_candles_are_400() -> None:
    for behaviour, most in (("measured", 5_000), ("documents", 10_000)):
        with opened(behaviour=behaviour) as side:
            ticker = side.market()
            side.exchange.clock.advance((most - 10) * 60)
            series = ticker.split("-")[0]
            assert candles(side, ticker, series, hours=500).status_code == 200
            side.exchange.clock.advance(20 * 60)
            assert candles(side, ticker, series, hours=500).status_code == 400


def test_more_than_5000_candles_of_several_markets_together_are_400_and_an_events_end_earlier() -> None:
    with opened() as side:
        tickers = [side.market(), side.market()]
        side.exchange.clock.advance(2_600 * 60)
        now = int(side.exchange.clock())
        period = {"start_ts": now - 50 * HOUR, "end_ts": now, "period_interval": 1}
        for names, status in ((tickers[:1], 200), (tickers, 400)):
            answer = side.alice.send("BatchGetMarketCandlesticks", market_tickers=",".join(names), **period)
            assert answer.status_code == status
        event = tickers[0].rpartition("-")[0]
        side.exchange.add_market(f"{event}-T2")
        side.exchange.clock.advance(2_600 * 60)
        series = event.partition("-")[0]
        period |= {"start_ts": 0, "end_ts": int(side.exchange.clock())}
        answer = side.alice.ask("GetMarketCandlesticksByEvent", series_ticker=series, ticker=event, **period)
        sizes = {ticker: len(sticks) for ticker, sticks in zip(*list(answer.values())[:2], strict=True)}
        # The second market began 2,600 minutes after the first one; together they have 5,000.
        assert sizes == {tickers[0]: 3_800, f"{event}-T2": 1_200}
        assert {sticks[-1]["end_period_ts"] for sticks in answer["market_candlesticks"]} == {answer["adjusted_end_ts"]}


def test_the_series_in_the_path_of_candles_is_not_checked(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker = side.market()
        assert candles(side, ticker, ticker.split("-")[0]).status_code == 200
        assert candles(side, ticker, "KXOTHER").status_code == (200 if side is measured else 404)
        assert candles(side, "KXNONE-1", "KXNONE").status_code == 404


def test_a_candle_without_volume_has_no_close(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker = side.market()
        side.trade(ticker)
        side.exchange.clock.advance(120)
        first, *rest = candles(side, ticker, ticker.split("-")[0]).json()["candlesticks"]
        assert first["price"]["close_dollars"] == "0.4000"
        prices = rest[-1]["price"]
        assert prices["previous_dollars"] == "0.4000"
        if side is measured:
            assert not prices.keys() & {"close_dollars", "open_dollars", "mean_dollars"}
        else:
            assert prices["close_dollars"] is None


def test_fills_have_no_client_order_id_the_trades_id_and_six_decimals_of_fee(measured: Side) -> None:
    ticker = measured.market()
    placing(measured, ticker, client_order_id="of-a-fill")
    measured.bob.place("ask", "0.40", "4", ticker=ticker, client_order_id="of-bobs-fill")
    measured.settle_down()
    (fill,) = measured.bob.ask("GetFills", ticker=ticker)["fills"]
    (trade,) = measured.bob.ask("GetTrades", ticker=ticker)["trades"]
    assert "client_order_id" not in fill
    assert fill["fill_id"] == fill["trade_id"] == trade["trade_id"]
    # 0.07 x 4 x 0.4 x 0.6
    assert fill["fee_cost"] == "0.067200"


# Parameters


def test_a_query_parameter_that_the_spec_does_not_have_is_ignored(measured: Side, documents: Side) -> None:
    plain = measured.alice.send("GetExchangeStatus").json()
    assert measured.alice.send("GetExchangeStatus", limt=7).json() == plain
    orders = measured.alice.ask("GetOrders", limit=3)
    assert measured.alice.ask("GetOrders", market="KXNONE", limit=3) == orders
    assert flatly(documents.alice.send("GetOrders", market="KX")) == (400, "invalid_parameters")


def test_creator_filters_take_the_communications_id(measured: Side, documents: Side) -> None:
    for side in (measured, documents):
        ticker = side.market()
        body = {"market_ticker": ticker, "rest_remainder": False, "contracts_fp": "10"}
        rfq_id = side.alice.ask("CreateRFQ", body)["id"]
        offer = {"rfq_id": rfq_id, "yes_bid": "0.40", "no_bid": "0.50", "rest_remainder": False}
        side.bob.ask("CreateQuote", offer)
        creator, maker = (caller.ask("GetCommunicationsID")["communications_id"] for caller in (side.alice, side.bob))
        by_id, by_user = (1, 0) if side is measured else (None, 1)
        for operation, name, pseudonym, user in (
            ("GetRFQs", "creator_user_id", creator, "alice"),
            ("GetQuotes", "rfq_creator_user_id", creator, "alice"),
            ("GetQuotes", "quote_creator_user_id", maker, "bob"),
        ):
            found = side.bob.send(operation, **{name: pseudonym})
            if by_id is None:
                assert flatly(found) == (400, "invalid_parameters")
            else:
                assert [len(items) for items in found.json().values() if isinstance(items, list)] == [by_id]
            listed = side.bob.ask(operation, **{name: user})
            assert [len(items) for items in listed.values() if isinstance(items, list)] == [by_user]


def test_a_hidden_creator_is_not_found_by_the_communications_id(measured: Side) -> None:
    body = {"market_ticker": measured.market(), "rest_remainder": False, "contracts_fp": "10"}
    rfq_id = measured.bob.ask("CreateRFQ", {**body, "obscure_creator_id": True})["id"]
    own = measured.bob.ask("GetCommunicationsID")["communications_id"]
    for caller, found in ((measured.bob, [rfq_id]), (measured.alice, [])):
        assert [rfq["id"] for rfq in caller.ask("GetRFQs", creator_user_id=own)["rfqs"]] == found


def test_money_in_a_rejection_has_its_decimals(measured: Side) -> None:
    with measured.another(Decimal(2000)) as poor:
        body = order("bid", "0.50", "1000000", ticker=measured.market())
        status, error = rejected(poor.send("CreateOrderV2", body))
    assert (status, error["code"]) == (400, "insufficient_balance")
    assert "needs $500000.00, available $500.00 on shard 0" in error["message"] + error["details"]
