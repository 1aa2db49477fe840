"""Turn centicents, in which Klear counts money, into US dollars, and back.

A centicent is a hundredth of a cent: $1 is 10,000 of them. The spec declares such amounts as integers, so a model has
an `int`, and the field's name ends in `_centicents` or its description says so.
"""

from __future__ import annotations

from decimal import Context, Decimal, Inexact, InvalidOperation

from kalshi_gen.errors import InvalidRequestError
from kalshi_gen.runtime.amounts import exact, kind_of

_PLACES = 4
_CENTICENT = Decimal("0.0001")
# What the spec calls int64.
_LOWEST, _HIGHEST = -(2**63), 2**63 - 1
# The context of a program may round, and may raise for other things; this one raises for what would be rounded.
_EXACT = Context(prec=len(str(_HIGHEST)), traps=[Inexact, InvalidOperation])


def dollars_from_centicents(centicents: int) -> Decimal:
    """Turn centicents into US dollars.

    Args:
        centicents: An amount in centicents (1/10,000 US dollar), such as `GetSettlementBalanceResponse` has.

    Returns:
        The same amount in US dollars, exactly, with four decimals.

    Raises:
        InvalidRequestError: It is not an int.
    """
    if isinstance(centicents, bool) or not isinstance(centicents, int):
        raise InvalidRequestError("centicents", f"must be an int, not {kind_of(centicents)}")
    sign, digits, _ = Decimal(centicents).as_tuple()
    return Decimal((sign, digits, -_PLACES))


def centicents_from_dollars(dollars: Decimal | int | str) -> int:
    """Turn US dollars into centicents.

    Args:
        dollars: An amount in US dollars.

    Returns:
        The same amount in centicents (1/10,000 US dollar).

    Raises:
        InvalidRequestError: It is not exact, such as a float; it is not a whole number of centicents; or no int64, the
            type of such amounts in the spec, can hold it.
    """
    amount = exact(dollars, "dollars", "US dollars", _PLACES)
    try:
        centicents = int(amount.quantize(_CENTICENT, context=_EXACT).scaleb(_PLACES, context=_EXACT))
    except Inexact:
        raise InvalidRequestError("dollars", f"{amount} is not a whole number of centicents (0.0001)") from None
    except InvalidOperation:
        centicents = _HIGHEST + 1
    if not _LOWEST <= centicents <= _HIGHEST:
        raise InvalidRequestError("dollars", f"{amount} is more than an int64 of centicents can hold")
    return centicents
