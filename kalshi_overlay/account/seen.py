"""What has come of a private feed, and the token by which another process goes on from there."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Final, Protocol, Self

import msgspec
from attrs import define, field

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.types import AwareDatetime
from kalshi_overlay.orders.reading import CLOCK_SLACK, READ_LAG

OVERLAP: Final = timedelta(seconds=READ_LAG + 2 * CLOCK_SLACK)
"""How far before the latest item every read begins.

Shards have clocks of their own, and their items come in the order of their arrival, so one may be a little older than
the one before it.
"""

_VERSION: Final = 1


class Item(Protocol):
    """What comes of a private feed: a fill, or the state of an order or a position."""

    @property
    def time(self) -> datetime:
        """When it happened, by the exchange's clock."""

    @property
    def subject(self) -> str:
        """What it is a state of; of a fill, the fill."""

    @property
    def state(self) -> str:
        """What distinguishes it from other states of its subject; empty for a fill."""

    @property
    def subaccount(self) -> int:
        """Its subaccount; 0 is the primary one."""

    @property
    def is_lasting(self) -> bool:
        """Whether reads show it again however old it is, as they do positions and orders that rest."""


_State = tuple[AwareDatetime, str]
"""When a state was reached, and which it is."""


class _Token(msgspec.Struct, array_like=True):
    version: int
    feed: str
    since: AwareDatetime
    latest: AwareDatetime | None
    lasting: dict[str, _State]
    recent: dict[str, _State]


@define
class Seen:
    """The items that have come, as far as reads could show them again.

    Attributes:
        since: The earliest moment of which items are wanted; None for what is so now, however old.
        latest: The time of the latest item.
        lasting: The last states of those whose states last, by their subjects.
        begin: The moment before which nothing is wanted; None if everything is.
    """

    since: datetime | None
    latest: datetime | None = None
    lasting: dict[str, _State] = field(factory=dict)
    # The others of late, by the digests of their subjects, the oldest first.
    _recent: dict[str, _State] = field(factory=dict)
    begin: datetime | None = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.begin = self.floor

    @property
    def floor(self) -> datetime | None:
        """The moment before which everything that is wanted has come; None if that is not known of any."""
        if self.latest is None:
            return self.since
        floor = self.latest - OVERLAP
        return floor if self.since is None else max(floor, self.since)

    def last_of(self, item: Item) -> _State | None:
        """The last state of an item's subject that has come; None if none has, or not lately."""
        return self.lasting.get(item.subject) or self._recent.get(_digest(item.subject))

    def has(self, item: Item) -> bool:
        """Whether the last that has come of the item's subject is this very state."""
        last = self.last_of(item)
        return last is not None and last[1] == _digest(item.state)

    def add(self, item: Item) -> bool:
        """Count an item as come; False if the last that has come of its subject is this very state."""
        subject = item.subject
        short, state = _digest(subject), (item.time, _digest(item.state))
        last = self.lasting.get(subject) or self._recent.get(short)
        if last is not None:
            if last[1] == state[1]:
                return False
            self.lasting.pop(subject, None)
            self._recent.pop(short, None)
        if item.is_lasting:
            self.lasting[subject] = state
        else:
            self._recent[short] = state
        self.latest = item.time if self.latest is None else max(self.latest, item.time)
        oldest = self.latest - OVERLAP
        while self._recent and self._recent[first := next(iter(self._recent))][0] < oldest:
            del self._recent[first]
        return True

    def copy(self) -> Seen:
        """A copy that goes its own way."""
        return Seen(self.since, self.latest, dict(self.lasting), dict(self._recent))

    def token(self, feed: str) -> str:
        """The token of a feed that has come so far."""
        assert self.since is not None
        content = msgspec.json.encode(_Token(_VERSION, feed, self.since, self.latest, self.lasting, self._recent))
        return base64.urlsafe_b64encode(content).decode()

    @classmethod
    def of_token(cls, token: str, feed: str) -> Self:
        """What had come when a token was made.

        Raises:
            InvalidRequestError: It is no token of this feed.
        """
        try:
            known = msgspec.json.decode(base64.urlsafe_b64decode(token.encode()), type=_Token)
        except (ValueError, msgspec.DecodeError):
            raise InvalidRequestError("since", "must be a token of this feed, or an aware datetime") from None
        if known.feed != feed or known.version != _VERSION:
            raise InvalidRequestError("since", f"is a token of {known.feed!r}; pass one that {feed} gave")
        return cls(known.since, known.latest, known.lasting, known.recent)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest() if text else ""
