"""A stream out of a relay."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from decimal import Decimal
from typing import Any, Literal, Unpack, overload

from kalshi_gen.runtime.drift import DriftHook
from kalshi_overlay.relay.log import FrameLog
from kalshi_overlay.relay.socket import open_relay
from kalshi_overlay.stream.stream import PerpsStream, Stream, StreamOptions, feed_of, stream_over


class RelayOptions(StreamOptions, total=False):
    """The options of every stream of a relay; `connect_relay` describes them."""

    name: str
    on_drift: DriftHook | None


@overload
def connect_relay(
    url: str, *, feed: Literal["api"] = "api", **options: Unpack[RelayOptions]
) -> AbstractAsyncContextManager[Stream]: ...


@overload
def connect_relay(
    url: str,
    *,
    feed: Literal["perps"],
    contract_sizes: Mapping[str, Decimal] = {},
    **options: Unpack[RelayOptions],
) -> AbstractAsyncContextManager[PerpsStream]: ...


@contextlib.asynccontextmanager
async def connect_relay(
    url: str,
    *,
    feed: Literal["api", "perps"] = "api",
    contract_sizes: Mapping[str, Decimal] = {},
    name: str = "kalshi",
    open_timeout: float = 10.0,
    dead_after: float = 5.0,
    **options: Any,
) -> AsyncIterator[Any]:
    """Open the stream of a relay, and keep it open until the block ends.

    It is a stream as `kalshi_overlay.stream.connect` makes it, by the same code. It needs no API key. It has what the
    relay carries: a subscription to anything else raises `KalshiSubscriptionError`.

    Args:
        url: The address of Redis, such as `redis://localhost:6379/0`.
        feed: `api` for event contracts, `perps` for perpetual futures: what the relay carries.
        contract_sizes: See `connect`.
        name: The name of the relay.
        open_timeout: Seconds that Redis and a relay that leads are waited for.
        dead_after: Seconds after which a relay that says nothing counts as dead. It says something every second.
        **options: As of `connect`: on_state, on_unknown, confirm_timeout, give_up_after, max_lag, max_silence and stop;
            and `on_drift`, called with each way in which a message differs from the spec.

    Raises:
        KalshiConfigError: An option is wrong, or the address can't be read.
        KalshiHandshakeError: Redis can't be used, or no relay leads.
    """
    carried = feed_of(feed, contract_sizes)
    # Raises what is wrong with the address.
    FrameLog(url, name)
    async with stream_over(
        lambda: open_relay(url, name, carried, open_timeout),
        carried,
        kind=PerpsStream if feed == "perps" else Stream,
        open_timeout=open_timeout,
        dead_after=dead_after,
        **options,
    ) as stream:
        yield stream
