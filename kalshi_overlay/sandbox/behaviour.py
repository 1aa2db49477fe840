"""What the sandbox does where the live exchange and its documents differ, each difference by its name.

Three behaviours have a name. `measured` does what people recorded of the live exchange, and is the default.
`documents` does what the published specifications say. `simple` has the shapes of `measured` and is fast and
forgiving, for the unit tests of a bot. `attrs.evolve(MEASURED, book_clocks=True)` changes one difference.

Each difference names its source. "Captures" are raw frames, answers and logs of the live exchange that their owners
published between October 2025 and October 2026; "the guide" is a guide of the exchange as several people quote it; "the
specification" is the one that this package vendors.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import attrs
from attrs import field, frozen

BehaviourName = Literal["measured", "documents", "simple"]
"""The behaviours that have a name."""

Freshness = Literal["honest", "frozen", "ahead"]
"""What GetUserDataTimestamp says: what reads show, always the same moment, or a later moment than reads show."""

Span = tuple[float, float]
"""The least and the most of something that varies, in seconds."""

_SAME: Final = object()


def _difference(what: str, source: str, *, measured: Any, documents: Any, simple: Any = _SAME) -> Any:
    """A field that is one difference, with its value in each behaviour that has a name."""
    values = {"measured": measured, "documents": documents, "simple": measured if simple is _SAME else simple}
    return field(default=measured, metadata={"what": what, "source": source, **values})


@frozen(kw_only=True)
class Behaviour:
    """How the sandbox behaves; each field is one difference, described where it is declared."""

    # The stream

    merges_subscriptions: bool = _difference(
        "A connection has one subscription a channel. A later subscribe adds its markets to that one and is answered "
        "by `ok` with all its markets; new markets get a snapshot, and the others get nothing.",
        "captures of production (spring, September, October) and demo (August); the exchange's changelog of 2025-09-25",
        measured=True,
        documents=False,
    )
    book_clocks: bool = _difference(
        "Order book snapshots and deltas carry `clock`.",
        "the specification requires it; no capture has it (until 27 August)",
        measured=False,
        documents=True,
    )
    snapshots_follow_ok: bool = _difference(
        "get_snapshot is answered by `ok` and then the snapshots; otherwise by the snapshots alone.",
        "captures of production; one demo run had the snapshots alone",
        measured=True,
        documents=False,
    )
    subscription_errors_have_ids: bool = _difference(
        "An error about a command on a subscription carries the command's id; otherwise only sid and seq.",
        "captures: errors with codes 12 and 14 came without id, code 8 with one",
        measured=False,
        documents=True,
    )
    overflow_names_its_subscription: bool = _difference(
        "Error 25, the buffer overflow, carries the subscription's sid. Without it, the connection stays open "
        "and silent.",
        "production logs (RFQ channel); whether it carried a sid is not known",
        measured=False,
        documents=True,
    )
    unknown_markets_subscribe: bool = _difference(
        "A subscription to an unknown market succeeds; an order book of it begins with an empty snapshot whose "
        "`market_id` is empty.",
        "captures",
        measured=True,
        documents=False,
    )
    settled_markets_are_silent: bool = _difference(
        "A settled market can be subscribed to and sends nothing, no snapshot either.",
        "captures",
        measured=True,
        documents=False,
    )
    untraded_price_is_empty: bool = _difference(
        'A ticker message of a market without trades has `""` as `price_dollars`.',
        "captures",
        measured=True,
        documents=False,
    )

    # Orders

    signature_window: float = _difference(
        "Seconds by which a request's timestamp may differ from the exchange's clock.",
        "production took 10 s and refused 60 s, demo took 5 s and refused 30 s; the guide says 5 s",
        measured=30.0,
        documents=5.0,
    )
    shards: int = _difference(
        "How many exchange shards there are. The seeded markets are spread over them; each shard has its own cash.",
        "the guide on sharding; production since August",
        measured=4,
        documents=1,
        simple=1,
    )
    wrong_shard_is_not_found: bool = _difference(
        "A cancel, amend or decrease without `exchange_index` and ticker looks on shard 0 alone and answers 404 for an "
        "order that rests on another.",
        "production, 14 September: 21 live orders",
        measured=True,
        documents=False,
    )
    killed_orders_use_their_id: bool = _difference(
        "A fill-or-kill order that could not fill has used its client_order_id up.",
        "one source",
        measured=True,
        documents=False,
    )
    changes_of_nothing_are_refused: bool = _difference(
        "An amendment or decrease that changes nothing is refused with 400 AMEND_ORDER_NO_OP.",
        "several independent sources",
        measured=True,
        documents=False,
    )
    order_lag: Span = _difference(
        "How far reads of orders, and of their fills, lag behind writes, in seconds. A new order is 404 meanwhile.",
        "captures: GetOrder was 404 until 0.13 to 2 s after a create, `resting` 0.4 to 0.9 s after a cancel, and old "
        "0.3 s after an amendment",
        measured=(0.3, 2.0),
        documents=(0.0, 0.0),
        simple=(0.0, 0.0),
    )
    account_lag: Span = _difference(
        "How far reads of balance, positions and settlements lag behind, in seconds.",
        "fills and positions lagged by seconds in several captures",
        measured=(0.5, 3.0),
        documents=(0.0, 0.0),
        simple=(0.0, 0.0),
    )
    market_lag: Span = _difference(
        "How far REST reads of market data lag behind, in seconds.",
        "captures: 0.5 to 3 s",
        measured=(0.5, 3.0),
        documents=(0.0, 0.0),
        simple=(0.0, 0.0),
    )
    user_data_timestamp: Freshness = _difference(
        "What GetUserDataTimestamp says of these lags.",
        "nobody has shown what it covers or how often it moves; the specification says it is honest",
        measured="honest",
        documents="honest",
        simple="honest",
    )

    # Answers

    live_errors: bool = _difference(
        "Errors are nested in `error` and have the live codes and statuses, such as 409 `trading_is_paused`; otherwise "
        "they are flat, with 503 for a pause.",
        "several independent captures",
        measured=True,
        documents=False,
    )
    retry_after: bool = _difference(
        "A 429 has a Retry-After header.",
        "the guide and captures: it has none",
        measured=False,
        documents=False,
    )
    books_ascend: bool = _difference(
        "REST order books ascend, the best price last; otherwise the best comes first.",
        "the guide and many captures; the specification says best first",
        measured=True,
        documents=False,
    )
    unknown_books_are_empty: bool = _difference(
        "The order book of an unknown or settled market is 200 with two empty sides; otherwise 404.",
        "captures",
        measured=True,
        documents=False,
    )
    foreign_cursors_start_again: bool = _difference(
        "A cursor that the operation never gave answers page 1; otherwise 400.",
        "several independent sources",
        measured=True,
        documents=False,
    )
    unknown_order_status_is_empty: bool = _difference(
        "GetOrders with an unknown status answers no rows; otherwise 400.",
        "captures",
        measured=True,
        documents=False,
    )


def behaviour_of(given: BehaviourName | Behaviour) -> Behaviour:
    """The behaviour of a name, or the one that is given.

    Raises:
        ValueError: There is no behaviour of that name.
    """
    if isinstance(given, Behaviour):
        return given
    if given not in ("measured", "documents", "simple"):
        raise ValueError(f"behaviour: {given!r} is none of measured, documents, simple; or give a Behaviour")
    return Behaviour(**{each.name: each.metadata[given] for each in attrs.fields(Behaviour)})


MEASURED: Final = behaviour_of("measured")
DOCUMENTS: Final = behaviour_of("documents")
SIMPLE: Final = behaviour_of("simple")
