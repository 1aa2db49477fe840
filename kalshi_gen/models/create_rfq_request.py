from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from ..runtime.bounds import Decimals, Unit
from ..runtime.field_rules import FieldRule
from ..runtime.model import ExactModel
from ..types import UNSET, Unset


class CreateRFQRequest(ExactModel, kw_only=True):
    """Terms of a new RFQ on one market: its size, in contracts or by a target cost, and how it is shown
    and executed. Where more than one of `contracts` and `contracts_fp` are given, they must be the same
    number.
    """

    _field_rules = (FieldRule("equal", ("contracts", "contracts_fp")),)

    market_ticker: str
    """Ticker of the market on which to ask for quotes."""

    contracts: int | Unset = UNSET
    """Size in whole contracts. Fractions need `contracts_fp`; where both are sent, they have to agree."""

    contracts_fp: Annotated[Decimal, Unit("contracts"), Decimals(2)] | None | Unset = UNSET
    """Size in contracts as a decimal string, in steps of 0.01. Where `contracts` is sent too, the two have
    to agree; null counts as not set. `None` is sent as null.
    """

    target_cost_centi_cents: int | Unset = UNSET
    """Target cost in centi-cents (hundredths of a cent). Deprecated: send `target_cost_dollars`."""

    target_cost_dollars: Annotated[Decimal, Unit("US dollars"), Decimals(6)] | Unset = UNSET
    """Target cost in US dollars."""

    target_cost_excludes_fees: bool | Unset = UNSET
    """When true, the target cost is principal alone (contracts = target cost / price) and taker fees come
    on top. When false, which the exchange uses when it is left out, the target cost covers principal
    and fees, so quoted sizes shrink to fit the fees. Needs a target cost.
    """

    obscure_creator_id: bool | Unset = UNSET
    """Whether other users see a shared placeholder in place of the requester's communications ID, on RFQs,
    broadcasts and unexecuted quotes. Execution reveals the real id; an accepted or confirmed quote does
    not. The exchange uses false when it is left out.
    """

    rest_remainder: bool
    """Whether contracts left over once the RFQ has executed stay on the book as a resting order."""

    replace_existing: bool | Unset = UNSET
    """Whether creating this RFQ deletes the caller's existing ones. The exchange uses false when it is
    left out.
    """

    subtrader_id: str | Unset = UNSET
    """Subtrader for whom to ask; for FCM members only."""

    subaccount: int | Unset = UNSET
    """Subaccount for which to ask, for direct members only: 0 is the primary account, 1 to 63 are numbered
    subaccounts.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            market_ticker: str,
            contracts: int | None | Unset = UNSET,
            contracts_fp: Decimal | int | str | None | Unset = UNSET,
            target_cost_centi_cents: int | None | Unset = UNSET,
            target_cost_dollars: Decimal | int | str | None | Unset = UNSET,
            target_cost_excludes_fees: bool | None | Unset = UNSET,
            obscure_creator_id: bool | None | Unset = UNSET,
            rest_remainder: bool,
            replace_existing: bool | None | Unset = UNSET,
            subtrader_id: str | None | Unset = UNSET,
            subaccount: int | None | Unset = UNSET,
        ) -> None: ...
