"""The differences between the live exchange and its documents that requests and their answers show.

`behaviour` explains what a difference is, and what its sources are.
"""

# ruff: noqa: RUF009 - each default is a field of attrs

from __future__ import annotations

from typing import Any, Final, Literal, get_args

from attrs import field, frozen

Freshness = Literal["honest", "frozen", "ahead"]
"""What GetUserDataTimestamp says: what reads show, always the same moment, or a later moment than reads show."""

ShardRejection = Literal["insufficient_balance", "user_not_found", "market_not_found"]
"""The code that rejects an order whose shard has no cash."""

Span = tuple[float, float]
"""The bounds of a random duration, in seconds."""

_SAME: Final = object()


def difference(what: str, source: str, *, measured: Any, documents: Any, simple: Any = _SAME) -> Any:
    """A field for one difference, with its value in each named behaviour."""
    values = {"measured": measured, "documents": documents, "simple": measured if simple is _SAME else simple}
    return field(default=measured, metadata={"what": what, "source": source, **values})


@frozen(kw_only=True)
class RestDifferences:
    """The differences of REST; each field is one."""

    # Orders

    signature_window: float = difference(
        "Seconds by which a request's timestamp may differ from the exchange's clock.",
        "production accepted 10 s and rejected 60 s, demo accepted 5 s and rejected 30 s; the guide says 5 s",
        measured=30.0,
        documents=5.0,
    )
    shards: int = difference(
        "How many exchange shards there are. The seeded markets are spread over them; each shard has its own cash.",
        "the guide on sharding; production since August",
        measured=4,
        documents=1,
        simple=1,
    )
    wrong_shard_is_not_found: bool = difference(
        "A cancel, amend or decrease without `exchange_index` and ticker looks for the order on shard 0 only, and is "
        "answered with 404 if it is on another shard.",
        "production, 14 September: 21 live orders",
        measured=True,
        documents=False,
    )
    new_orders_need_their_shard: bool = difference(
        "A new order without `exchange_index` goes to shard 0, and is answered with 404 market_not_found if its market "
        "is on another shard; otherwise it goes to the shard of its ticker.",
        "production, when shards were new; later orders went by their ticker, as the guide says",
        measured=False,
        documents=False,
    )
    empty_shard_rejection: ShardRejection = difference(
        "The code that rejects an order if its shard has none of the account's cash while others have some. All but "
        "`insufficient_balance` are misleading 404s.",
        "users: some of these rejections are misleading; which one comes when is not known",
        measured="user_not_found",
        documents="insufficient_balance",
    )
    shards_have_write_buckets: bool = difference(
        "A write with an `exchange_index` of 1 or more takes its tokens from that shard's own bucket. A new order, or "
        "a change of one, that goes by its ticker takes them from all write buckets. Anything else, including batches, "
        "takes them from the usual bucket.",
        "users; no operation names the size, so it is that of the write bucket here",
        measured=True,
        documents=False,
    )
    transfer_delay: Span = difference(
        "How long cash is in transit between shards, in seconds: it leaves immediately and arrives later.",
        "one account: a transfer settled later than its answer",
        measured=(0.5, 3.0),
        documents=(0.0, 0.0),
        simple=(0.0, 0.0),
    )
    transfers_are_not_found: bool = difference(
        "The look-up of one transfer between shards answers 404, even if the transfer succeeded.",
        "one account; the spec has the look-up",
        measured=True,
        documents=False,
    )
    balance_is_of_shard_0: bool = difference(
        "The integer `balance` of GetBalance is the cash of shard 0 alone; otherwise the account's total.",
        "captures: it was not the total; that it is shard 0's is our conclusion",
        measured=True,
        documents=False,
    )
    fees_follow_the_guide: bool = difference(
        "A fee is rounded up to $0.000001, and an order gets back what its fills were rounded up by, in steps of the "
        "balance; otherwise it is rounded up to $0.0001, each fill for itself. Either way a fill also costs what "
        "brings the balance onto its step.",
        "all fills that people kept, February to September 2026, 4,122 of them of combos; the guide on fee rounding",
        measured=False,
        documents=True,
    )
    balances_are_in_cents: bool = difference(
        "Fills are rounded to cents, as for members who aren't direct ones; otherwise to $0.0001.",
        "the guide on fee rounding; fills of April and May 2026 were rounded to cents, all later ones to $0.0001",
        measured=False,
        documents=False,
    )
    settlements_are_gross: bool = difference(
        "A settlement has the counts and costs of all contracts that were ever bought, where to sell one outcome is "
        "to buy the other, and flat positions have one too; otherwise it has those that are held, and flat positions "
        "have none.",
        "rows that people kept, February to September 2026; the spec says those held",
        measured=True,
        documents=False,
    )
    resting_orders_reduce_balance: bool = difference(
        "The reported balance is without what resting orders hold; otherwise they leave it as it is until they fill. "
        "Either way only the rest pays for new orders, transfers and withdrawals.",
        "two accounts measured that it stays, and a third says so, as the spec does; several say the opposite "
        "without a measurement",
        measured=False,
        documents=False,
    )
    fills_name_the_trade: bool = difference(
        "`side` and `action` of a fill say what was traded: `no` and `buy` for an ask that buys no, `yes` and `sell` "
        "for one that sells yes; otherwise every ask is `yes` and `sell`. A bid is `yes` and `buy`.",
        "rows that people kept, February to September 2026; nobody kept a sale of no; the spec calls the fields old",
        measured=True,
        documents=False,
    )
    killed_orders_use_their_id: bool = difference(
        "A fill-or-kill order that can't fill uses up its client_order_id.",
        "one source",
        measured=True,
        documents=False,
    )
    empty_changes_are_rejected: bool = difference(
        "An amendment or decrease that changes nothing is rejected with 400 AMEND_ORDER_NO_OP.",
        "several independent sources",
        measured=True,
        documents=False,
    )
    creates_answer_200: bool = difference(
        "A new order is answered with 200; otherwise with 201.",
        "one report of 200; all others, and the spec, have 201",
        measured=False,
        documents=False,
    )
    unfilled_averages_are_zero: bool = difference(
        'An order that has not filled is answered with averages of `"0.0000"`; otherwise they are left out.',
        "captures have both",
        measured=False,
        documents=False,
    )
    order_lag: Span = difference(
        "How far reads of orders and their fills lag behind writes, in seconds. A new order is 404 meanwhile.",
        "captures: GetOrder was 404 until 0.13 to 2 s after a create, `resting` 0.4 to 0.9 s after a cancel, and "
        "as before 0.3 s after an amendment",
        measured=(0.3, 2.0),
        documents=(0.0, 0.0),
        simple=(0.0, 0.0),
    )
    account_lag: Span = difference(
        "How far reads of balance, positions and settlements lag behind, in seconds.",
        "fills and positions lagged by seconds in several captures",
        measured=(0.5, 3.0),
        documents=(0.0, 0.0),
        simple=(0.0, 0.0),
    )
    market_lag: Span = difference(
        "How long an answer with market data is repeated for the same request, in seconds.",
        "captures: 0.5 to 3 s",
        measured=(0.5, 3.0),
        documents=(0.0, 0.0),
        simple=(0.0, 0.0),
    )
    market_list_cache: float = difference(
        "Seconds for which an answer of GetMarkets is repeated.",
        "captures: the content delivery network caches the lists",
        measured=15.0,
        documents=0.0,
        simple=0.0,
    )
    user_data_timestamp: Freshness = difference(
        "What GetUserDataTimestamp says about the lags of orders and accounts.",
        "nobody has shown what it covers or how often it moves; the spec says it is honest",
        measured="honest",
        documents="honest",
        simple="honest",
    )

    # Answers

    live_errors: bool = difference(
        "Errors are nested in `error` and have the live codes and statuses, such as 409 `trading_is_paused`; otherwise "
        "they are flat, with 503 for a pause.",
        "several independent captures",
        measured=True,
        documents=False,
    )
    retry_after: bool = difference(
        "A 429 has a Retry-After header.",
        "the guide and captures: it has none",
        measured=False,
        documents=False,
    )
    unsigned_429_is_text: bool = difference(
        'A 429 to an unsigned request is `{"error": "too many requests"}`; otherwise it looks like any other error.',
        "the guide and captures have both forms; which request gets which is not known",
        measured=True,
        documents=False,
    )
    books_ascend: bool = difference(
        "REST order books ascend, the best price last; otherwise the best comes first.",
        "the guide and many captures; the spec says best first",
        measured=True,
        documents=False,
    )
    unknown_books_are_empty: bool = difference(
        "The order book of an unknown or settled market is 200 with two empty sides; otherwise 404.",
        "captures",
        measured=True,
        documents=False,
    )
    foreign_cursors_start_again: bool = difference(
        "A cursor that the operation never gave gets page 1; otherwise 400.",
        "several independent sources",
        measured=True,
        documents=False,
    )
    strict_parameters: bool = difference(
        "A query parameter that the spec doesn't have is rejected with 400; otherwise it is ignored.",
        "users: GetQuotes ignores filters that the spec has dropped (pmxt-dev/pmxt issue 1641); the spec doesn't say",
        measured=False,
        documents=True,
    )
    creator_filters_take_communications_ids: bool = difference(
        "The filters of RFQs and quotes by their creator take the `communications_id` of GetCommunicationsID, which is "
        "no UUID; otherwise a user id, and what is none is rejected with 400.",
        "the guide on RFQs; the spec says a UUID",
        measured=True,
        documents=False,
    )
    unknown_order_status_is_empty: bool = difference(
        "GetOrders with an unknown status returns no orders; otherwise 400.",
        "captures",
        measured=True,
        documents=False,
    )
    pages_may_be_empty: bool = difference(
        "A list of several pages has an empty page with a cursor after the first page.",
        "captures: a page may be empty with a cursor",
        measured=True,
        documents=False,
        simple=False,
    )
    positions_take_any_limit: bool = difference(
        "GetPositions accepts a limit of 0, which means 100, and up to 5,000; otherwise 1 to 1,000.",
        "captures",
        measured=True,
        documents=False,
    )
    max_candlesticks: int = difference(
        "The maximum number of candlesticks in one answer; a request for more is rejected with 400.",
        "captures; the spec says 10,000",
        measured=5_000,
        documents=10_000,
    )
    candle_series_is_checked: bool = difference(
        "Candlesticks are 404 if the path has another series than the market's; otherwise the series is not checked.",
        "captures: it is not checked",
        measured=False,
        documents=True,
    )
    empty_candles_lack_prices: bool = difference(
        "A candlestick without trades leaves out `price.close` and similar fields; otherwise they are null.",
        "captures",
        measured=True,
        documents=False,
    )

    def __attrs_post_init__(self) -> None:
        for name in ("transfer_delay", "order_lag", "account_lag", "market_lag"):
            low, high = getattr(self, name)
            if not 0 <= low <= high:
                raise ValueError(f"{name}: ({low}, {high}) are no bounds in seconds; give the lower one first")
        if self.empty_shard_rejection not in get_args(ShardRejection):
            known = ", ".join(get_args(ShardRejection))
            raise ValueError(f"empty_shard_rejection: {self.empty_shard_rejection!r} is none of {known}")
        if self.shards < 1:
            raise ValueError(f"shards: {self.shards} is fewer than one")
