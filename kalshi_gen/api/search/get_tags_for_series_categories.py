"""List tags by series category: `GET /search/tags_by_categories`."""

from __future__ import annotations

from ...client import Client
from ...models.get_tags_for_series_categories_response import GetTagsForSeriesCategoriesResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetTagsForSeriesCategories",
    method="GET",
    path="/search/tags_by_categories",
    success=GetTagsForSeriesCategoriesResponse,
    statuses=frozenset({200, 401, 500}),
)


def sync(*, client: Client) -> GetTagsForSeriesCategoriesResponse:
    """List tags by series category.

    Reads, for every series category, the tags in use within it, for building search and filter menus.
    One answer has the complete map, without paging.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `GetTagsForSeriesCategoriesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetTagsForSeriesCategories`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: Client) -> GetTagsForSeriesCategoriesResponse:
    """List tags by series category.

    Reads, for every series category, the tags in use within it, for building search and filter menus.
    One answer has the complete map, without paging.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `GetTagsForSeriesCategoriesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetTagsForSeriesCategories`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: Client) -> Response[GetTagsForSeriesCategoriesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: Client) -> Response[GetTagsForSeriesCategoriesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
