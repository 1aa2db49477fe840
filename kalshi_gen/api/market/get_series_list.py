"""List series: `GET /series`."""

from __future__ import annotations

from ...client import Client
from ...models.get_series_list_response import GetSeriesListResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, AwareDatetime, Response, UnixSeconds, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetSeriesList",
    method="GET",
    path="/series",
    query={
        "category": str,
        "tags": str,
        "include_product_metadata": bool,
        "include_volume": bool,
        "min_updated_ts": UnixSeconds,
    },
    success=GetSeriesListResponse,
    statuses=frozenset({200, 400, 500}),
)


def sync(
    *,
    client: Client,
    category: str | None | Unset = UNSET,
    tags: str | None | Unset = UNSET,
    include_product_metadata: bool | None | Unset = UNSET,
    include_volume: bool | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
) -> GetSeriesListResponse:
    """List series.

    Lists the series that match the filters, each the template of recurring events of the same format
    and rules. The list is not paged; poll it for changes with `min_updated_ts`. Unix times may also be
    aware `datetime`s; they are rounded down to the second.

    Args:
        client: Any client.
        category: Category that must be in the `categories` list of a series, matched exactly and with
            case. It may differ from the `category` of a returned series, which is only its primary one.
        tags: Tags by which the series are filtered, as one string.
        include_product_metadata: Whether each series carries its product metadata. The exchange uses
            `false` when it is left out.
        include_volume: Whether each series carries the volume traded over all its events. The exchange
            uses `false` when it is left out.
        min_updated_ts: Unix seconds after which the metadata of a series must have changed. It serves
            to poll for changes.

    Returns:
        The decoded response, a `GetSeriesListResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSeriesList`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: Client,
    category: str | None | Unset = UNSET,
    tags: str | None | Unset = UNSET,
    include_product_metadata: bool | None | Unset = UNSET,
    include_volume: bool | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
) -> GetSeriesListResponse:
    """List series.

    Lists the series that match the filters, each the template of recurring events of the same format
    and rules. The list is not paged; poll it for changes with `min_updated_ts`. Unix times may also be
    aware `datetime`s; they are rounded down to the second.

    Args:
        client: Any client.
        category: Category that must be in the `categories` list of a series, matched exactly and with
            case. It may differ from the `category` of a returned series, which is only its primary one.
        tags: Tags by which the series are filtered, as one string.
        include_product_metadata: Whether each series carries its product metadata. The exchange uses
            `false` when it is left out.
        include_volume: Whether each series carries the volume traded over all its events. The exchange
            uses `false` when it is left out.
        min_updated_ts: Unix seconds after which the metadata of a series must have changed. It serves
            to poll for changes.

    Returns:
        The decoded response, a `GetSeriesListResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSeriesList`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: Client,
    category: str | None | Unset = UNSET,
    tags: str | None | Unset = UNSET,
    include_product_metadata: bool | None | Unset = UNSET,
    include_volume: bool | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
) -> Response[GetSeriesListResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: Client,
    category: str | None | Unset = UNSET,
    tags: str | None | Unset = UNSET,
    include_product_metadata: bool | None | Unset = UNSET,
    include_volume: bool | None | Unset = UNSET,
    min_updated_ts: int | AwareDatetime | None | Unset = UNSET,
) -> Response[GetSeriesListResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
