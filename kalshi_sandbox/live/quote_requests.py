"""The bodies of CreateRFQ and CreateQuote, read and checked as far as they speak for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from ..engine import Owner
from ..engine.order import ZERO, check_count
from ..refusals import invalid_parameters
from .quoting import RFQ, Quote

_CENTI_CENTS = Decimal("0.0001")
_COST_STEP = Decimal("0.000001")
_MOST_DOLLARS = Decimal(1_000_000_000)


def asked_rfq(body: Mapping[str, Any], owner: Owner, now: datetime) -> RFQ:
    """The RFQ that a CreateRFQRequest asks for, sized either by contracts or by a target cost.

    Raises:
        EngineRejection: With 400.
        Refusal: With 400.
    """
    if body.get("subtrader_id"):
        raise invalid_parameters("subtrader_id", "is for FCM members only")
    contracts, target = _contracts(body), _target(body)
    if (contracts is None) == (target is None):
        fault = "required, or target_cost_dollars" if target is None else "does not go with a target cost"
        raise invalid_parameters("contracts_fp", fault)
    if contracts is not None:
        check_count("contracts_fp", contracts)
        if "target_cost_excludes_fees" in body:
            raise invalid_parameters("target_cost_excludes_fees", "needs a target cost")
    return RFQ(
        rfq_id="",
        owner=owner,
        ticker=body["market_ticker"],
        count=contracts,
        target_cost=target,
        target_cost_excludes_fees=body.get("target_cost_excludes_fees", False),
        obscures_creator=body.get("obscure_creator_id", False),
        rest_remainder=body["rest_remainder"],
        created_time=now,
        updated_time=now,
    )


def asked_quote(body: Mapping[str, Any], owner: Owner, now: datetime) -> Quote:
    """The quote that a CreateQuoteRequest asks for."""
    return Quote(
        quote_id="",
        rfq_id=body["rfq_id"],
        owner=owner,
        yes_bid=Decimal(body["yes_bid"]),
        no_bid=Decimal(body["no_bid"]),
        yes_count=ZERO,
        no_count=ZERO,
        rest_remainder=body["rest_remainder"],
        post_only=body.get("post_only", False),
        created_time=now,
        updated_time=now,
    )


def _contracts(body: Mapping[str, Any]) -> Decimal | None:
    return _agreed(
        contracts=None if body.get("contracts") is None else Decimal(body["contracts"]),
        contracts_fp=None if body.get("contracts_fp") is None else Decimal(body["contracts_fp"]),
    )


def _target(body: Mapping[str, Any]) -> Decimal | None:
    centi_cents, dollars = body.get("target_cost_centi_cents"), body.get("target_cost_dollars")
    target = _agreed(
        target_cost_centi_cents=None if centi_cents is None else centi_cents * _CENTI_CENTS,
        target_cost_dollars=None if dollars is None else Decimal(dollars),
    )
    if target is not None:
        if not ZERO < target <= _MOST_DOLLARS:
            raise invalid_parameters("target_cost_dollars", f"{target} is not above 0 and at most {_MOST_DOLLARS}")
        if target % _COST_STEP:
            raise invalid_parameters("target_cost_dollars", f"{target} has more than six decimals")
    return target


def _agreed(**fields: Decimal | None) -> Decimal | None:
    """The value that is given, once or twice.

    Raises:
        Refusal: With 400 if two are given that differ.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    if len(set(given.values())) > 1:
        first, second = given
        raise invalid_parameters(second, f"{given[second]} does not agree with {first} {given[first]}")
    return next(iter(given.values()), None)
