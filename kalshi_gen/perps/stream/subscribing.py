"""The signature of `subscribe` for each channel. `kalshi_overlay.stream` implements it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Literal, overload

from ...runtime.stream import Subscribed as Subscribed
from ...runtime.stream import WhenFull as WhenFull
from ...runtime.stream import given_parameters
from ...types import UNSET, Unset
from .channels import CHANNELS

if TYPE_CHECKING:
    from . import channels


class Subscribing(ABC):
    """Declares `subscribe` with the parameters and messages of each channel."""

    @overload
    def subscribe(
        self,
        channel: Literal["orderbook_delta"],
        *,
        market_ticker: str | None | Unset = UNSET,
        market_tickers: list[str] | None | Unset = UNSET,
        skip_ticker_ack: bool | None | Unset = UNSET,
        when_full: WhenFull = "error",
        queue_size: int = 10_000,
    ) -> Subscribed[channels.OrderbookDeltaMessage]: ...

    @overload
    def subscribe(
        self,
        channel: Literal["ticker"],
        *,
        market_ticker: str | None | Unset = UNSET,
        market_tickers: list[str] | None | Unset = UNSET,
        send_initial_snapshot: bool | None | Unset = UNSET,
        skip_ticker_ack: bool | None | Unset = UNSET,
        when_full: WhenFull = "error",
        queue_size: int = 10_000,
    ) -> Subscribed[channels.TickerMessage]: ...

    @overload
    def subscribe(
        self,
        channel: Literal["trade"],
        *,
        market_ticker: str | None | Unset = UNSET,
        market_tickers: list[str] | None | Unset = UNSET,
        skip_ticker_ack: bool | None | Unset = UNSET,
        when_full: WhenFull = "error",
        queue_size: int = 10_000,
    ) -> Subscribed[channels.TradeMessage]: ...

    @overload
    def subscribe(
        self,
        channel: Literal["fill"],
        *,
        market_ticker: str | None | Unset = UNSET,
        market_tickers: list[str] | None | Unset = UNSET,
        skip_ticker_ack: bool | None | Unset = UNSET,
        when_full: WhenFull = "error",
        queue_size: int = 10_000,
    ) -> Subscribed[channels.FillMessage]: ...

    @overload
    def subscribe(
        self,
        channel: Literal["user_orders"],
        *,
        market_tickers: list[str] | None | Unset = UNSET,
        skip_ticker_ack: bool | None | Unset = UNSET,
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
        market_ticker: str | None | Unset = UNSET,
        market_tickers: list[str] | None | Unset = UNSET,
        skip_ticker_ack: bool | None | Unset = UNSET,
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
        given = given_parameters(CHANNELS, channel, parameters)
        return self._subscribe(channel, given, when_full, queue_size)

    @abstractmethod
    def _subscribe(
        self, channel: str, parameters: dict[str, Any], when_full: WhenFull, queue_size: int
    ) -> Subscribed[Any]: ...
