"""Read an event: `GET /events/{event_ticker}`."""

from __future__ import annotations

from ...client import Client
from ...models.get_event_response import GetEventResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetEvent",
    method="GET",
    path="/events/{event_ticker}",
    path_parameters={"event_ticker": str},
    query={"exclude_markets": bool, "with_nested_markets": bool},
    success=GetEventResponse,
    statuses=frozenset({200, 400, 401, 404, 500}),
)


def sync(
    event_ticker: str,
    *,
    client: Client,
    exclude_markets: bool | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
) -> GetEventResponse:
    """Read an event.

    Returns one event by its ticker, with its markets beside it, inside it (`with_nested_markets`) or
    not at all (`exclude_markets`). The list beside the event is deprecated; use the nested one. Events
    are found however old they are, but markets whose settlement precedes the historical cutoff are
    missing. An unknown ticker gives 404.

    Args:
        event_ticker: Ticker of the event to read.
        client: Any client.
        exclude_markets: Whether the event comes without its markets; `GET /markets` with `event_ticker`
            pages through them. It excludes `with_nested_markets=true`, and the exchange uses `false`
            when it is left out.
        with_nested_markets: Whether the markets are inside the event (`true`) or beside it in the
            answer (`false`); those whose settlement precedes the historical cutoff are missing. The
            exchange uses `false` when it is left out.

    Returns:
        The decoded response, a `GetEventResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetEvent`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    event_ticker: str,
    *,
    client: Client,
    exclude_markets: bool | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
) -> GetEventResponse:
    """Read an event.

    Returns one event by its ticker, with its markets beside it, inside it (`with_nested_markets`) or
    not at all (`exclude_markets`). The list beside the event is deprecated; use the nested one. Events
    are found however old they are, but markets whose settlement precedes the historical cutoff are
    missing. An unknown ticker gives 404.

    Args:
        event_ticker: Ticker of the event to read.
        client: Any client.
        exclude_markets: Whether the event comes without its markets; `GET /markets` with `event_ticker`
            pages through them. It excludes `with_nested_markets=true`, and the exchange uses `false`
            when it is left out.
        with_nested_markets: Whether the markets are inside the event (`true`) or beside it in the
            answer (`false`); those whose settlement precedes the historical cutoff are missing. The
            exchange uses `false` when it is left out.

    Returns:
        The decoded response, a `GetEventResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetEvent`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    event_ticker: str,
    *,
    client: Client,
    exclude_markets: bool | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
) -> Response[GetEventResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    event_ticker: str,
    *,
    client: Client,
    exclude_markets: bool | None | Unset = UNSET,
    with_nested_markets: bool | None | Unset = UNSET,
) -> Response[GetEventResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
