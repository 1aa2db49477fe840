from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..models.amend_order_request_action import AmendOrderRequestAction
from ..models.amend_order_request_side import AmendOrderRequestSide
from ..runtime.bounds import Decimals, Range, Unit
from ..runtime.field_rules import FieldRule
from ..runtime.model import ExactModel
from ..types import UNSET, Unset


class AmendOrderRequest(ExactModel, kw_only=True):
    """Older form of a change to an order's price or size. New code uses `AmendOrderV2Request`; no
    operation of this spec takes this form. Give exactly one of `yes_price`, `no_price`,
    `yes_price_dollars` and `no_price_dollars`. Where more than one of `count` and `count_fp` are given,
    they must be the same number.
    """

    _field_rules = (
        FieldRule("exactly_one_of", ("yes_price", "no_price", "yes_price_dollars", "no_price_dollars")),
        FieldRule("equal", ("count", "count_fp")),
    )

    subaccount: Annotated[int, Range(minimum=0)] | Unset = UNSET
    """Subaccount that holds the order: 0 is the primary account, 1 to 63 are numbered subaccounts. The
    exchange uses 0 when it is left out.
    """

    ticker: str
    """Ticker of the order's market."""

    side: AmendOrderRequestSide
    """Side that the order trades: `yes` for YES contracts, `no` for NO contracts."""

    action: AmendOrderRequestAction
    """What the order does with the contracts of `side`: `buy` or `sell`."""

    client_order_id: str | Unset = UNSET
    """The caller's own id that the order has had so far."""

    updated_client_order_id: str | Unset = UNSET
    """The caller's own id that the order is to have from now on."""

    yes_price: Annotated[int, Range(minimum=1, maximum=99)] | Unset = UNSET
    """New limit price of YES in cents per contract, 1 to 99. Send exactly one of the four price fields."""

    no_price: Annotated[int, Range(minimum=1, maximum=99)] | Unset = UNSET
    """New limit price of NO in cents per contract, 1 to 99. Send exactly one of the four price fields."""

    yes_price_dollars: Annotated[Decimal, Unit("US dollars"), Decimals(4)] | Unset = UNSET
    """New limit price of YES in US dollars per contract, between 0 and 1. Send exactly one of the four
    price fields.
    """

    no_price_dollars: Annotated[Decimal, Unit("US dollars"), Decimals(4)] | Unset = UNSET
    """New limit price of NO in US dollars per contract, between 0 and 1. Send exactly one of the four
    price fields.
    """

    count: Annotated[int, Range(minimum=1)] | Unset = UNSET
    """New size in whole contracts, at least 1: what has filled already plus what is to rest. A change of
    size needs this or `count_fp`; where both are sent, they have to agree.
    """

    count_fp: Annotated[Decimal, Unit("contracts"), Decimals(2)] | None | Unset = UNSET
    """New size in contracts: what has filled already plus what is to rest. A change of size needs this or
    `count`; where both are sent, they have to agree. Null counts as not set. `None` is sent as null.
    """

    exchange_index: int | Unset = UNSET
    """Index of the exchange shard; -1 has the exchange find the shard from the market's ticker. The
    exchange uses 0 when it is left out.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            subaccount: int | None | Unset = UNSET,
            ticker: str,
            side: AmendOrderRequestSide,
            action: AmendOrderRequestAction,
            client_order_id: str | None | Unset = UNSET,
            updated_client_order_id: str | None | Unset = UNSET,
            yes_price: int | None | Unset = UNSET,
            no_price: int | None | Unset = UNSET,
            yes_price_dollars: Decimal | int | str | None | Unset = UNSET,
            no_price_dollars: Decimal | int | str | None | Unset = UNSET,
            count: int | None | Unset = UNSET,
            count_fp: Decimal | int | str | None | Unset = UNSET,
            exchange_index: int | None | Unset = UNSET,
        ) -> None: ...
