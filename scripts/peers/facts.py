"""What exists on the sandbox for the clients of others, and the arguments and bodies with which they are called."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

if TYPE_CHECKING:
    from kalshi_overlay import KalshiAuthenticatedClient
    from kalshi_sandbox import Sandbox

_SERIES, _EVENT = "KXBTCD", "KXBTCD-26DEC31"
_COLLECTION = "KXMVEPEERS-R"
_LIQUID = f"{_EVENT}-T100000"
_ORDERS, _QUOTES = 30, 6


class Maker:
    """Sends requests for two accounts, of which one makes what the other one's client finds."""

    def __init__(self, client: KalshiAuthenticatedClient) -> None:
        from kalshi_sandbox.spec import load_spec

        self._http = client.get_httpx_client()
        self._operations = load_spec().operations

    def __call__(self, operation_id: str, body: Any = None, **named: Any) -> Any:
        """The answer of an operation, which must succeed."""
        operation = self._operations[operation_id]
        path = operation.path.format(**{name: named.pop(name) for _, name in operation.placeholders()})
        json = {} if body is None and operation.takes_json else body
        response = self._http.request(operation.method, path, params=named, json=json)
        response.raise_for_status()
        return response.json() if response.content else None


def _number(at: int) -> str:
    return str(UUID(int=(4 << 76) + (8 << 60) + at))


def peer_facts(exchange: Sandbox, key_path: Path) -> dict[str, Any]:
    """Make orders, groups, RFQs, quotes, a combo, a trade and a settlement, and name all of them.

    Args:
        exchange: A sandbox that serves.
        key_path: The file with the private key of its own account.
    """
    markets = [market.ticker for market in exchange.engine.markets.all() if market.event_ticker == _EVENT]
    other = exchange.add_account("other", balance=100_000)
    with exchange.client() as client, exchange.client(other) as others_client:
        return _made(exchange, key_path, other, Maker(client), Maker(others_client), markets)


def _made(
    exchange: Sandbox, key_path: Path, other: str, mine: Maker, theirs: Maker, markets: list[str]
) -> dict[str, Any]:
    from kalshi_sandbox.engine.order import NewOrder

    engine = exchange.engine
    placed = [
        engine.orders.place(
            exchange.account,
            NewOrder(
                ticker=markets[at % len(markets)],
                side="bid",
                count=Decimal(2),
                price=Decimal("0.02"),
                client_order_id=f"peer-{at}",
            ),
        ).order.order_id
        for at in range(_ORDERS)
    ]
    settled = f"{_SERIES}-26NOV30-T1"
    exchange.add_market(settled)
    engine.orders.place(other, NewOrder(ticker=settled, side="ask", count=Decimal(2), price=Decimal("0.5")))
    engine.orders.place(exchange.account, NewOrder(ticker=settled, side="bid", count=Decimal(2), price=Decimal("0.5")))
    exchange.settle(settled, "yes")
    exchange.historical_cutoff = engine.clock.now()
    for ticker in markets[:3]:
        engine.orders.place(
            exchange.account, NewOrder(ticker=ticker, side="bid", count=Decimal(1), price=Decimal("0.99"))
        )
    leg = {"event_ticker": _EVENT, "side": "yes"}
    legs = [{**leg, "market_ticker": ticker} for ticker in markets[:2]]
    terms = {"mve_collection_ticker": _COLLECTION}
    exchange.add_event("KXMVEPEERS-S1", terms=terms)
    combos = ["KXMVEPEERS-S1-A", "KXMVEPEERS-S1-B"]
    for ticker, chosen in zip(combos, (legs, legs[::-1]), strict=True):
        exchange.add_market(ticker, terms={**terms, "mve_selected_legs": chosen})
    groups = [mine("CreateOrderGroup", {"contracts_limit": 10})["order_group_id"] for _ in range(8)]
    rfqs: list[str] = []
    received: list[dict[str, str]] = []
    sent: list[dict[str, str]] = []
    taken: list[dict[str, str]] = []
    asked = {"rest_remainder": False, "contracts_fp": "2"}
    offer = {"yes_bid": "0.20", "no_bid": "0.50", "rest_remainder": False}
    for at, quoted in enumerate(exchange.engine.markets.all()[10 : 10 + _QUOTES]):
        rfqs.append(mine("CreateRFQ", {**asked, "market_ticker": quoted.ticker})["id"])
        received.append({"rfq_id": rfqs[-1], "quote_id": theirs("CreateQuote", {**offer, "rfq_id": rfqs[-1]})["id"]})
        other_rfq = theirs("CreateRFQ", {**asked, "market_ticker": quoted.ticker})["id"]
        quote = {"rfq_id": other_rfq, "quote_id": mine("CreateQuote", {**offer, "rfq_id": other_rfq})["id"]}
        if at % 2:
            theirs("AcceptQuote", {"accepted_side": "yes"}, quote_id=quote["quote_id"])
        (taken if at % 2 else sent).append(quote)
    spare = [
        mine("CreateRFQ", {**asked, "market_ticker": market.ticker})["id"]
        for market in exchange.engine.markets.all()[30:36]
    ]
    quotable = [
        theirs("CreateRFQ", {**asked, "market_ticker": market.ticker})["id"]
        for market in exchange.engine.markets.all()[40:43]
    ]
    mine("CreateSubaccount")
    mine("CreateSubaccount")
    keys = [mine("GenerateApiKey", {"name": f"peer-{at}", "key_type": "ed25519"})["api_key_id"] for at in range(4)]
    public_key = _public_key()
    now = int(engine.clock.now().timestamp())
    proposal = {
        "buyer_user_id": exchange.account,
        "seller_user_id": other,
        "market_ticker": _LIQUID,
        "price_centi_cents": 4500,
        "centicount": 100,
        "maker_side": "yes",
        "expiration_ts": "2030-01-01T00:00:00Z",
    }
    proposals = [mine("ProposeBlockTrade", proposal)["block_trade_proposal_id"] for _ in range(4)]
    order = {
        "ticker": markets[3],
        "side": "bid",
        "count": "1",
        "price": "0.02",
        "time_in_force": "good_till_canceled",
        "self_trade_prevention_type": "taker_at_cross",
    }
    old_order = {
        "ticker": markets[3],
        "action": "buy",
        "side": "yes",
        "type": "limit",
        "count": 1,
        "yes_price": 2,
        "client_order_id": _number(13),
    }
    amendment = {"ticker": markets[0], "side": "bid", "count": "3", "price": "0.03"}
    period = {"start_ts": now - 7200, "end_ts": now + 60, "period_interval": 60}
    bodies: dict[str, Any] = {
        "AcceptBlockTradeProposalRequest": {},
        "AcceptQuoteRequest": {"accepted_side": "yes"},
        "AmendOrderV2Request": amendment,
        "ApplySubaccountTransferRequest": {
            "client_transfer_id": _number(1),
            "from_subaccount": 0,
            "to_subaccount": 1,
            "amount_cents": 100,
        },
        "BatchCancelOrdersV2Request": {"orders": [{"order_id": placed[-1]}, {"order_id": placed[-2]}]},
        "BatchCreateOrdersV2Request": {
            "orders": [{**order, "client_order_id": _number(10)}, {**order, "client_order_id": _number(11)}]
        },
        "CreateApiKeyRequest": {"name": "made", "public_key": public_key},
        "CreateMarketInMultivariateEventCollectionRequest": {
            "selected_markets": [{**leg, "market_ticker": ticker} for ticker in markets[2:4]]
        },
        "CreateOrderGroupRequest": {"contracts_limit": 5},
        "CreateOrderV2Request": {**order, "client_order_id": _number(12)},
        "CreateQuoteRequest": {"rfq_id": quotable[0], "yes_bid": "0.20", "no_bid": "0.50", "rest_remainder": False},
        "CreateRFQRequest": {"market_ticker": markets[9], "rest_remainder": False, "contracts": 1},
        "CreateRFQBatchRequest": {"children": [{"market_ticker": ticker} for ticker in combos], "contracts_fp": "1"},
        "CreateRFQBatchQuoteRequest": {
            "quotes": [{"rfq_id": _number(at), "yes_bid": "0.2", "no_bid": "0.5"} for at in (40, 41)],
            "rest_remainder": False,
        },
        "AcceptRFQBatchRequest": {
            "accepted_side": "yes",
            "min_bids": [{"rfq_id": _number(at), "bid_dollars": "0.2"} for at in (40, 41)],
        },
        "CreateFCMPositionTransferRequest": {
            "source_subtrader_id": "u_1",
            "target_subtrader_id": "u_2",
            "market_ticker": markets[0],
            "position_centicount": 100,
            "price_centicents": 5000,
        },
        "CreateFCMSubtraderRequest": {"subtrader_suffix": "x"},
        "UpdateFCMEventContractDailyCapRequest": {"subtrader_id": "u_1", "limit": "10.00"},
        "UpdateFCMSubtraderBlockedCategoriesRequest": {"subtrader_id": "u_1", "category": "Sports", "blocked": True},
        # Those of the old order paths.
        "AmendOrderRequest": {**old_order, "updated_client_order_id": _number(14)},
        "BatchCancelOrdersRequest": {"ids": placed[-2:]},
        "BatchCreateOrdersRequest": {"orders": [old_order]},
        "CreateOrderRequest": old_order,
        "DecreaseOrderRequest": {"reduce_by": 1},
        "LookupTickersForMarketInMultivariateEventCollectionRequest": {"selected_markets": legs},
        "DecreaseOrderV2Request": {"reduce_by": "1"},
        "GenerateApiKeyRequest": {"name": "generated", "key_type": "ed25519"},
        "IntraExchangeInstanceTransferRequest": {
            "source": "event_contract",
            "destination": "event_contract",
            "amount": 10_000,
            "source_subaccount": 0,
            "destination_subaccount": 1,
        },
        "ProposeBlockTradeRequest": proposal,
        "SetTargetBalanceAllocationRequest": {"allocations": [{"exchange_index": 0, "percent": 100}]},
        "UpdateOrderGroupLimitRequest": {"contracts_limit": 7},
        "UpdateSubaccountNettingRequest": {"subaccount_number": 1, "enabled": True},
    }
    values: dict[str, list[Any]] = {
        "accepted_side": ["yes"],
        "allocations": [[{"exchange_index": 0, "percent": 100}]],
        "api_key": keys,
        "api_key_id": keys,
        "amount_cents": [100],
        "block_trade_proposal_id": proposals,
        "proposal_id": proposals,
        "city": ["miami"],
        "client_transfer_id": [_number(20), _number(21), _number(22)],
        "collection_ticker": [_COLLECTION],
        "contracts": [1],
        "category": ["Financials"],
        "contracts_limit": [6],
        "contracts_limit_fp": ["6.00"],
        "count": ["1"],
        "enabled": [True],
        "end_ts": [period["end_ts"]],
        "event_ticker": [_EVENT],
        "from_subaccount": [0],
        "group_id": groups,
        "key_id": keys,
        "limit": [10],
        "lookback_seconds": [10],
        "market_ticker": [markets[4], markets[5], markets[6]],
        "market_tickers": [markets[:3]],
        "milestone_id": [_number(30)],
        "milestone_ids": [[_number(30)]],
        "name": ["named"],
        "no_bid": ["0.50"],
        "number": [1],
        "endpoint": ["/exchange/status"],
        "order_group_id": groups,
        "order_ids": [placed[-4:-2]],
        "orders": [
            [{"ticker": markets[3], "action": "buy", "side": "yes", "count_fp": "1", "yes_price_dollars": "0.02"}]
        ],
        "order_id": placed[: _ORDERS - 4],
        "percentiles": [[5000]],
        "period_interval": [60],
        "public_key": [public_key],
        "quote_id": [each["quote_id"] for each in received],
        "reduce_by_fp": ["1.00"],
        "rest_remainder": [False],
        "rfq_batch_id": [_number(31)],
        "batch_id": [_number(31)],
        "batch_quote_id": [_number(32)],
        "rfq_id": rfqs,
        "selected_markets": [legs],
        "series_ticker": [_SERIES],
        "start_ts": [period["start_ts"]],
        "structured_target_id": [_number(33)],
        "subaccount_number": [1],
        "subtrader_id": ["u_1"],
        "target_id": [_number(33)],
        "ticker": [_LIQUID, *markets[1:4]],
        "tickers": [markets[:3]],
        "to_subaccount": [1],
        "transfer_id": [_number(34)],
        "type": ["football_game"],
        "milestone_type": ["football_game"],
        "yes_bid": ["0.20"],
    }
    return {
        "base_url": exchange.base_url,
        "key_id": exchange.access_key_id,
        "key_path": str(key_path),
        "values": values,
        "bodies": bodies,
        "situations": [
            [r"accept.*quote|quotes\.accept", received],
            [r"confirm.*quote|quotes\.confirm", taken],
            [r"delete.*quote|quotes\.delete", sent],
            [r"get.*quote|quotes\.get", received],
            [r"delete.*rfq|rfqs\.delete", [{"rfq_id": each} for each in spare]],
            [r"quotes?\.list|list_.*quotes|get_.*quotes", [{"user_filter": "self"}]],
            [r"get_market_candlesticks$|MarketsApi.get_market_candlesticks", [period]],
            [r"api_keys", [{"name": "peer"}]],
            [r"create_rfq", [{"contracts_fp": "1"}]],
            [r"place_order", [{"book_side": "bid", "price_dollars": "0.02", "count_fp": "1"}]],
            [r"amend_order|\.amend", [{"price_dollars": "0.03", "count_fp": "3"}]],
            [r"amend", [{"order_id": placed[at], "ticker": markets[0]} for at in (0, 10, 20)]],
            [r"wait_until_terminal", [{"timeout": 1.0}]],
            [r"get_milestones", [{"limit": 10}]],
            [r"(?i)histor.*(market|candlesticks)", [{"ticker": settled}]],
            [r"get_series_by_ticker", [{"ticker": _SERIES}]],
            [r"create_quote", [{"rfq_id": each} for each in quotable]],
            [r"^delete$", [{"endpoint": f"/portfolio/order_groups/{groups[-1]}"}]],
            [r"event_candlesticks|candlesticks_by_event|forecast", [{"ticker": _EVENT}]],
            [r"fcm\.orders|fcm_orders", [{"subtrader_id": "u_1"}]],
        ],
    }


def _public_key() -> str:
    public = Ed25519PrivateKey.generate().public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
