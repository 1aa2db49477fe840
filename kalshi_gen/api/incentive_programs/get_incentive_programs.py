"""List incentive programs: `GET /incentive_programs`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.get_incentive_programs_response import GetIncentiveProgramsResponse
from ...models.get_incentive_programs_status import GetIncentiveProgramsStatus
from ...models.get_incentive_programs_type import GetIncentiveProgramsType
from ...models.incentive_program import IncentiveProgram
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, AsyncItems, Items, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetIncentivePrograms",
    method="GET",
    path="/incentive_programs",
    query={
        "status": GetIncentiveProgramsStatus,
        "type": GetIncentiveProgramsType,
        "incentive_description": str,
        "limit": Annotated[int, Range(minimum=1, maximum=10000)],
        "cursor": str,
    },
    success=GetIncentiveProgramsResponse,
    statuses=frozenset({200, 400, 500}),
    next_cursor="next_cursor",
    items="incentive_programs",
    largest_page=("limit", 10000),
)


def sync(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | None | Unset = UNSET,
    type: GetIncentiveProgramsType | None | Unset = UNSET,
    incentive_description: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetIncentiveProgramsResponse:
    """List incentive programs.

    Lists incentive programs page by page, optionally by status, type or description. An incentive
    program pays rewards for trading in particular markets. No signature is needed.

    Args:
        client: Any client.
        status: Status to keep: `upcoming` programs have yet to start, `active` ones run now, `closed`
            ones have ended, `paid_out` ones have paid their rewards, and `all` keeps everything. The
            exchange uses `all` when it is left out.
        type: Type to keep: `volume` rewards traded volume, `liquidity` rewards liquidity,
            `margin_taker_volume` and `margin_maker_volume` reward volume on margin as taker and as
            maker, and `all` keeps everything. The exchange uses `all` when it is left out.
        incentive_description: Description of the programs to keep; it must match exactly.
        limit: Number of programs on one page, 1 to 10000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out for the first page.

    Returns:
        The decoded response, a `GetIncentiveProgramsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetIncentivePrograms`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | None | Unset = UNSET,
    type: GetIncentiveProgramsType | None | Unset = UNSET,
    incentive_description: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetIncentiveProgramsResponse:
    """List incentive programs.

    Lists incentive programs page by page, optionally by status, type or description. An incentive
    program pays rewards for trading in particular markets. No signature is needed.

    Args:
        client: Any client.
        status: Status to keep: `upcoming` programs have yet to start, `active` ones run now, `closed`
            ones have ended, `paid_out` ones have paid their rewards, and `all` keeps everything. The
            exchange uses `all` when it is left out.
        type: Type to keep: `volume` rewards traded volume, `liquidity` rewards liquidity,
            `margin_taker_volume` and `margin_maker_volume` reward volume on margin as taker and as
            maker, and `all` keeps everything. The exchange uses `all` when it is left out.
        incentive_description: Description of the programs to keep; it must match exactly.
        limit: Number of programs on one page, 1 to 10000. The exchange uses 100 when it is left out.
        cursor: Cursor of the page to read, from the previous answer; left out for the first page.

    Returns:
        The decoded response, a `GetIncentiveProgramsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetIncentivePrograms`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | None | Unset = UNSET,
    type: GetIncentiveProgramsType | None | Unset = UNSET,
    incentive_description: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetIncentiveProgramsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | None | Unset = UNSET,
    type: GetIncentiveProgramsType | None | Unset = UNSET,
    incentive_description: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetIncentiveProgramsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | None | Unset = UNSET,
    type: GetIncentiveProgramsType | None | Unset = UNSET,
    incentive_description: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[IncentiveProgram, GetIncentiveProgramsResponse]:
    """Like `sync`, but iterate over `incentive_programs` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 10000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | None | Unset = UNSET,
    type: GetIncentiveProgramsType | None | Unset = UNSET,
    incentive_description: str | None | Unset = UNSET,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[IncentiveProgram, GetIncentiveProgramsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 10000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
