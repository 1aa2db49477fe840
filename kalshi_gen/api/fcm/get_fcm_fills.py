"""List fills of an FCM's subtraders: `GET /fcm/fills`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.fcm_fill import FcmFill
from ...models.get_fcm_fills_response import GetFcmFillsResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, AwareDatetime, Items, Response, UnixSeconds, UnixSecondsUp, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetFCMFills",
    method="GET",
    path="/fcm/fills",
    query={"min_ts": UnixSeconds, "max_ts": UnixSecondsUp, "cursor": str},
    success=GetFcmFillsResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
    next_cursor="cursor",
    items="fills",
)


def sync(
    *,
    client: AuthenticatedClient,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetFcmFillsResponse:
    """List fills of an FCM's subtraders.

    Lists, page by page, the fills of all subtraders of the authenticated FCM. It is open to FCM members
    with an unrestricted API key; any other key is answered with 403. Unix times may also be aware
    `datetime`s; starts are rounded down to the second, ends up.

    Args:
        client: A signed client.
        min_ts: Lower bound in Unix seconds of the time of a fill; only fills after it are listed.
        max_ts: Upper bound in Unix seconds of the time of a fill; only fills before it are listed.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

    Returns:
        The decoded response, a `GetFcmFillsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFCMFills`.
    """
    return OPERATION.sync(client, {"min_ts": min_ts, "max_ts": max_ts, "cursor": cursor})


async def asyncio(
    *,
    client: AuthenticatedClient,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetFcmFillsResponse:
    """List fills of an FCM's subtraders.

    Lists, page by page, the fills of all subtraders of the authenticated FCM. It is open to FCM members
    with an unrestricted API key; any other key is answered with 403. Unix times may also be aware
    `datetime`s; starts are rounded down to the second, ends up.

    Args:
        client: A signed client.
        min_ts: Lower bound in Unix seconds of the time of a fill; only fills after it are listed.
        max_ts: Upper bound in Unix seconds of the time of a fill; only fills before it are listed.
        cursor: Cursor of the page to read, from the previous answer; left out or empty for the first
            page.

    Returns:
        The decoded response, a `GetFcmFillsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFCMFills`.
    """
    return await OPERATION.asyncio(client, {"min_ts": min_ts, "max_ts": max_ts, "cursor": cursor})


def sync_detailed(
    *,
    client: AuthenticatedClient,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetFcmFillsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"min_ts": min_ts, "max_ts": max_ts, "cursor": cursor})


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetFcmFillsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"min_ts": min_ts, "max_ts": max_ts, "cursor": cursor})


def sync_all(
    *,
    client: AuthenticatedClient,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[FcmFill, GetFcmFillsResponse]:
    """Like `sync`, but iterate over `fills` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, {"min_ts": min_ts, "max_ts": max_ts, "cursor": cursor})


def asyncio_all(
    *,
    client: AuthenticatedClient,
    min_ts: int | AwareDatetime | None | Unset = UNSET,
    max_ts: int | AwareDatetime | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[FcmFill, GetFcmFillsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, {"min_ts": min_ts, "max_ts": max_ts, "cursor": cursor})
