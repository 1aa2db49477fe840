"""List incentive programs: `GET /incentive_programs`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any

from ...client import Client
from ...models.get_incentive_programs_response import GetIncentiveProgramsResponse
from ...models.get_incentive_programs_status import GetIncentiveProgramsStatus
from ...models.get_incentive_programs_type import GetIncentiveProgramsType
from ...models.incentive_program import IncentiveProgram
from ...runtime.bounds import Range
from ...runtime.encoding import query as _query
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    operation_id="GetIncentivePrograms",
    success=GetIncentiveProgramsResponse,
    statuses=frozenset({200, 400, 500}),
    next_cursor="next_cursor",
    items="incentive_programs",
)

_limit_type = Annotated[int, Range(minimum=1, maximum=10000)]


def _get_kwargs(
    *,
    status: GetIncentiveProgramsStatus | Unset = UNSET,
    type: GetIncentiveProgramsType | Unset = UNSET,
    incentive_description: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/incentive_programs",
        "params": _query(
            {
                "status": (status, GetIncentiveProgramsStatus),
                "type": (type, GetIncentiveProgramsType),
                "incentive_description": (incentive_description, str),
                "limit": (limit, _limit_type),
                "cursor": (cursor, str),
            }
        ),
    }


def sync(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | Unset = UNSET,
    type: GetIncentiveProgramsType | Unset = UNSET,
    incentive_description: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
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
        The decoded answer, a `GetIncentiveProgramsResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetIncentivePrograms`.
    """
    return OPERATION.sync(
        client,
        _get_kwargs(status=status, type=type, incentive_description=incentive_description, limit=limit, cursor=cursor),
    )


async def asyncio(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | Unset = UNSET,
    type: GetIncentiveProgramsType | Unset = UNSET,
    incentive_description: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
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
        The decoded answer, a `GetIncentiveProgramsResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetIncentivePrograms`.
    """
    return await OPERATION.asyncio(
        client,
        _get_kwargs(status=status, type=type, incentive_description=incentive_description, limit=limit, cursor=cursor),
    )


def sync_detailed(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | Unset = UNSET,
    type: GetIncentiveProgramsType | Unset = UNSET,
    incentive_description: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[GetIncentiveProgramsResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(
        client,
        _get_kwargs(status=status, type=type, incentive_description=incentive_description, limit=limit, cursor=cursor),
    )


async def asyncio_detailed(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | Unset = UNSET,
    type: GetIncentiveProgramsType | Unset = UNSET,
    incentive_description: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
) -> Response[GetIncentiveProgramsResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(
        client,
        _get_kwargs(status=status, type=type, incentive_description=incentive_description, limit=limit, cursor=cursor),
    )


def sync_pages(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | Unset = UNSET,
    type: GetIncentiveProgramsType | Unset = UNSET,
    incentive_description: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[GetIncentiveProgramsResponse]:
    """Like `sync`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.sync_pages(
        client,
        _get_kwargs(status=status, type=type, incentive_description=incentive_description, limit=limit, cursor=cursor),
        max_pages,
    )


def asyncio_pages(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | Unset = UNSET,
    type: GetIncentiveProgramsType | Unset = UNSET,
    incentive_description: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[GetIncentiveProgramsResponse]:
    """Like `asyncio`, but give page after page, `max_pages` at most; each page is fetched when it is asked for."""
    return OPERATION.asyncio_pages(
        client,
        _get_kwargs(status=status, type=type, incentive_description=incentive_description, limit=limit, cursor=cursor),
        max_pages,
    )


def sync_all(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | Unset = UNSET,
    type: GetIncentiveProgramsType | Unset = UNSET,
    incentive_description: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> Iterator[IncentiveProgram]:
    """Like `sync`, but give each of `incentive_programs` over all pages, of `max_pages` pages at most."""
    return OPERATION.sync_items(
        client,
        _get_kwargs(status=status, type=type, incentive_description=incentive_description, limit=limit, cursor=cursor),
        max_pages,
    )


def asyncio_all(
    *,
    client: Client,
    status: GetIncentiveProgramsStatus | Unset = UNSET,
    type: GetIncentiveProgramsType | Unset = UNSET,
    incentive_description: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    cursor: str | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncIterator[IncentiveProgram]:
    """Like `asyncio`, but give each of `incentive_programs` over all pages, of `max_pages` pages at most."""
    return OPERATION.asyncio_items(
        client,
        _get_kwargs(status=status, type=type, incentive_description=incentive_description, limit=limit, cursor=cursor),
        max_pages,
    )
