from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class MultivariateEventCollection(Model, kw_only=True):
    """A collection out of which combination markets are made by choosing markets from its associated
    events.
    """

    collection_ticker: str
    """Ticker of the collection, unique to it."""

    series_ticker: str
    """Ticker of the series to which the collection, and each event made from it, belongs."""

    exchange_index: int | Unset = UNSET
    """Index of the exchange shard, taken over from the series of the collection."""

    title: str
    """Title of the collection."""

    description: str
    """Brief text on what the collection is."""

    open_date: AwareDatetime
    """UTC time from which the collection can be used."""

    close_date: AwareDatetime
    """UTC time after which the collection can no longer be used."""

    associated_events: list[AssociatedEvent]
    """The events whose markets may be combined, each with its own rules."""

    associated_event_tickers: list[str]
    """Tickers of the events whose markets may be combined. Deprecated: use `associated_events`."""

    is_ordered: bool
    """True when the order in which markets are chosen changes the result of a lookup or creation; false
    when it makes no difference.
    """

    is_single_market_per_event: bool
    """By its name, true when only one market of each event may be chosen. Deprecated: use the size limits
    in `associated_events`.
    """

    is_all_yes: bool
    """True when markets may be chosen on their `yes` side only. Deprecated: use `is_yes_only` in
    `associated_events`.
    """

    size_min: int
    """Fewest markets that one lookup or creation must name, that number included."""

    size_max: int
    """Most markets that one lookup or creation may name, that number included."""

    functional_description: str
    """Text on how the chosen markets decide the outcome of the combination."""

    price_level_structure: str
    """Name of the price level structure that a market newly made here starts with. A market that exists
    already may have another: read its own `price_level_structure` and `price_ranges`.
    """

    price_ranges: list[PriceRange]
    """Price bands and their ticks, in US dollars, for markets newly made here. Work out valid prices from
    these, not from the name of the structure.
    """


from ..models.associated_event import AssociatedEvent
from ..models.price_range import PriceRange
