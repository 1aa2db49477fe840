"""What the sandbox does where the live exchange and its documents differ: each difference has a name.

There are three named behaviours. `measured`, the default, does what people recorded on the live exchange. `documents`
does what the published specs say. `simple` has the shapes of `measured` but is fast and forgiving, for the
unit tests of a bot. `attrs.evolve(MEASURED, book_clocks=True)` changes one difference.

Each difference names its source. "Captures" are raw frames, answers and logs of the live exchange that their owners
published between October 2025 and October 2026. "The guide" is a guide of the exchange as several people quote it. "The
spec" is the one that this package vendors.
"""

from __future__ import annotations

from typing import Final, Literal

import attrs
from attrs import frozen

from .rest_differences import Freshness, RestDifferences, Span, difference

__all__ = ["DOCUMENTS", "MEASURED", "SIMPLE", "Behaviour", "BehaviourName", "Freshness", "Span", "behaviour_of"]

BehaviourName = Literal["measured", "documents", "simple"]
"""The names of behaviours."""


@frozen(kw_only=True)
class Behaviour(RestDifferences):
    """How the sandbox behaves; each field is one difference."""

    # The stream

    merges_subscriptions: bool = difference(
        "A connection has one subscription per channel. A later subscribe adds its markets to it, and is answered by "
        "`ok` with all its markets. New markets get a snapshot, the others get nothing.",
        "captures of production (spring, September, October) and demo (August); the exchange's changelog of 2025-09-25",
        measured=True,
        documents=False,
    )
    book_clocks: bool = difference(
        "Order book snapshots and deltas carry `clock`.",
        "the spec requires it; no capture has it (until 27 August)",
        measured=False,
        documents=True,
    )
    snapshots_follow_ok: bool = difference(
        "get_snapshot is answered by `ok` and then the snapshots; otherwise by the snapshots alone.",
        "captures of production; one demo run had the snapshots alone",
        measured=True,
        documents=False,
    )
    subscription_errors_have_ids: bool = difference(
        "An error that answers `update_subscription` has the command's id; otherwise only sid and seq.",
        "captures: errors with codes 12 and 14 came without id, code 8 with one",
        measured=False,
        documents=True,
    )
    missing_sid_is_unknown: bool = difference(
        "A get_snapshot that names markets but no sid is rejected with code 7; otherwise with code 12, as any update "
        "without exactly one sid.",
        "captures",
        measured=True,
        documents=False,
    )
    overflow_names_its_subscription: bool = difference(
        "Error 25, the buffer overflow, has the subscription's sid.",
        "production logs (RFQ channel): the connection stayed open and silent; whether it had a sid is not known",
        measured=False,
        documents=True,
    )
    unknown_markets_subscribe: bool = difference(
        "A subscription to an unknown market succeeds; an order book of it begins with an empty snapshot whose "
        "`market_id` is empty.",
        "captures",
        measured=True,
        documents=False,
    )
    settled_markets_are_silent: bool = difference(
        "You can subscribe to a settled market, but get nothing, not even a snapshot.",
        "captures",
        measured=True,
        documents=False,
    )
    untraded_price_is_empty: bool = difference(
        'A ticker message of a market without trades has `""` as `price_dollars`.',
        "captures",
        measured=True,
        documents=False,
    )
    busy_connections_get_no_pings: bool = difference(
        "A connection on which messages flow gets no pings; otherwise one every ten seconds.",
        "captures: a ping every 10 s, but none in 75 s on a busy connection",
        measured=True,
        documents=False,
    )
    silent_readers_are_dropped: bool = difference(
        "A reader that doesn't answer pings is disconnected without a close frame.",
        "production logs; after how long is not known",
        measured=True,
        documents=False,
    )


def behaviour_of(given: BehaviourName | Behaviour) -> Behaviour:
    """The behaviour with a name, or your own.

    Raises:
        ValueError: If there is no behaviour with that name.
    """
    if isinstance(given, Behaviour):
        return given
    if given not in ("measured", "documents", "simple"):
        raise ValueError(f"behaviour: {given!r} is none of measured, documents, simple; or give a Behaviour")
    return Behaviour(**{each.name: each.metadata[given] for each in attrs.fields(Behaviour)})


MEASURED: Final = behaviour_of("measured")
DOCUMENTS: Final = behaviour_of("documents")
SIMPLE: Final = behaviour_of("simple")
