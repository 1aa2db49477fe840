"""The signature of `subscribe` for each channel. `kalshi_overlay.stream` implements it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, TypeAlias, TypeVar, overload

from ...errors import InvalidRequestError
from ...types import UNSET, Unset
from .channels import CHANNELS

if TYPE_CHECKING:
    from . import channels

M_co = TypeVar("M_co", covariant=True)

WhenFull: TypeAlias = Literal["block", "drop_oldest", "latest", "error"]
"""What happens to a new message when the queue of its subscription is full.

`error`: the subscription ends with an error. `block`: the message waits, and so does the connection, which serves only
this subscription. `drop_oldest`: the oldest message is dropped. `latest`: only the newest message of each market (or
index) is kept, even while the queue is not full.
"""


class Subscribed(Protocol[M_co]):
    """A subscription, as `Stream.subscribe` returns it; `async for` reads its messages."""

    @property
    def channel(self) -> str:
        """The channel."""

    @property
    def parameters(self) -> dict[str, Any]:
        """The current parameters, with what updates added or removed."""

    @property
    def gaps(self) -> int:
        """How many times messages were missing."""

    @property
    def drops(self) -> int:
        """How many messages the queue has dropped."""

    def __aiter__(self) -> AsyncIterator[M_co]:
        """Read the messages in the order of their arrival."""

    def __await__(self) -> Generator[Any, None, Self]:
        """Wait until the exchange has confirmed the subscription."""

    async def update(self, action: str, **parameters: Any) -> Any:
        """Change the subscription; a later resubscription has the change too."""

    async def unsubscribe(self) -> None:
        """End the subscription; messages that arrived before can still be read."""

    def listen(self, callback: Callable[[M_co], Awaitable[None] | None]) -> Self:
        """Call a function with each message, instead of reading them."""


class Subscribing(ABC):
    """Declares `subscribe` with the parameters and messages of each channel."""

    @overload
    def subscribe(
        self,
        channel: Literal["orderbook_delta"],
        *,
        market_ticker: str | Unset = UNSET,
        market_tickers: list[str] | Unset = UNSET,
        skip_ticker_ack: bool | Unset = UNSET,
        when_full: WhenFull = "error",
        queue_size: int = 10_000,
    ) -> Subscribed[channels.OrderbookDeltaMessage]: ...

    @overload
    def subscribe(
        self,
        channel: Literal["ticker"],
        *,
        market_ticker: str | Unset = UNSET,
        market_tickers: list[str] | Unset = UNSET,
        send_initial_snapshot: bool | Unset = UNSET,
        skip_ticker_ack: bool | Unset = UNSET,
        when_full: WhenFull = "error",
        queue_size: int = 10_000,
    ) -> Subscribed[channels.TickerMessage]: ...

    @overload
    def subscribe(
        self,
        channel: Literal["trade"],
        *,
        market_ticker: str | Unset = UNSET,
        market_tickers: list[str] | Unset = UNSET,
        skip_ticker_ack: bool | Unset = UNSET,
        when_full: WhenFull = "error",
        queue_size: int = 10_000,
    ) -> Subscribed[channels.TradeMessage]: ...

    @overload
    def subscribe(
        self,
        channel: Literal["fill"],
        *,
        market_ticker: str | Unset = UNSET,
        market_tickers: list[str] | Unset = UNSET,
        skip_ticker_ack: bool | Unset = UNSET,
        when_full: WhenFull = "error",
        queue_size: int = 10_000,
    ) -> Subscribed[channels.FillMessage]: ...

    @overload
    def subscribe(
        self,
        channel: Literal["user_orders"],
        *,
        market_tickers: list[str] | Unset = UNSET,
        skip_ticker_ack: bool | Unset = UNSET,
        when_full: WhenFull = "error",
        queue_size: int = 10_000,
    ) -> Subscribed[channels.UserOrdersMessage]: ...

    @overload
    def subscribe(
        self,
        channel: Literal["order_group_updates"],
        *,
        when_full: WhenFull = "error",
        queue_size: int = 10_000,
    ) -> Subscribed[channels.OrderGroupUpdatesMessage]: ...

    @overload
    def subscribe(
        self,
        channel: Literal["corporate_actions"],
        *,
        market_ticker: str | Unset = UNSET,
        market_tickers: list[str] | Unset = UNSET,
        skip_ticker_ack: bool | Unset = UNSET,
        when_full: WhenFull = "error",
        queue_size: int = 10_000,
    ) -> Subscribed[channels.CorporateActionsMessage]: ...

    def subscribe(
        self, channel: str, *, when_full: WhenFull = "error", queue_size: int = 10_000, **parameters: Any
    ) -> Subscribed[Any]:
        """Subscribe to a channel.

        Args:
            channel: The channel, one of `channels.CHANNELS`.
            when_full: What happens to a new message when the queue is full.
            queue_size: The most messages that wait to be read.
            **parameters: The channel's parameters, such as `market_tickers`; those that are left out are not sent.

        Returns:
            The subscription, which begins at once. Read its messages with `async for`, or pass them to a function with
            `listen`. `await` it to wait for the exchange's confirmation; a rejection raises.

        Raises:
            InvalidRequestError: There is no such channel, it has no such parameter, or it needs one that is missing.
            KalshiConfigError: `when_full` or `queue_size` is not valid.

        Spec: the command `subscribe`.
        """
        known = CHANNELS.get(channel)
        if known is None:
            raise InvalidRequestError("channel", f"{channel!r} is not a channel; use one of {', '.join(CHANNELS)}")
        given = {name: value for name, value in parameters.items() if value is not UNSET}
        for name in given.keys() - known.takes:
            listed = ", ".join(sorted(known.takes)) or "no parameters"
            raise InvalidRequestError(name, f"the channel {channel} does not take it; it takes {listed}")
        if known.needs and not known.needs & given.keys():
            raise InvalidRequestError(
                " or ".join(sorted(known.needs)), f"the channel {channel} needs it; name a market"
            )
        return self._subscribe(channel, given, when_full, queue_size)

    @abstractmethod
    def _subscribe(
        self, channel: str, parameters: dict[str, Any], when_full: WhenFull, queue_size: int
    ) -> Subscribed[Any]: ...
