"""Samples of Klear: a clearing member with three subtraders, and fields that are chosen together.

Amounts are centicents, 1/10,000 of a US dollar.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ..instruments import NOW, identifier, number
from .kinds import Facts, Sample, Samples
from .perps import TICKERS

MEMBER = identifier("klear/member")
SUBTRADERS = tuple(f"{MEMBER}_fund{index}" for index in range(1, 4))
_GROUP = identifier("klear/group")
ASSET_CLASSES = ("Crypto", "Metals", "Equities")
_REPORTS = (
    "trade_audit",
    "position_snapshot",
    "market_price_snapshot",
    "funding_periods",
    "settlement_periods",
    "maintenance_margin",
    "cash_balance_daily",
    "daily_statement",
)
_FUNDING = timedelta(hours=8)
_DAY = timedelta(days=1)
_ROWS = 3
BALANCE = 5_000_000_000
Row = dict[str, Any]


def _names(index: int, known: Mapping[str, Any], level: str) -> dict[str, Any]:
    ticker = known.get("market_ticker") or TICKERS[index % len(TICKERS)]
    return {
        "index": index,
        "ticker": ticker,
        "market_ticker": ticker,
        "market_id": identifier(f"{ticker}/market"),
        "subtrader_id": SUBTRADERS[index % len(SUBTRADERS)],
        "fcm_subtrader_id": SUBTRADERS[index % len(SUBTRADERS)],
        "user_id": MEMBER,
        "asset_class": "Crypto",
    }


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _contracts(seed: str) -> int:
    """A position: whole contracts, below zero for a short one."""
    return number(f"{seed}/contracts", 1, 400) * (1 if number(f"{seed}/long", 0, 1) else -1)


def _settlement_row(facts: Facts, seed: str) -> Row:
    profit, fees = number(f"{seed}/pnl", -900_000, 900_000), number(f"{seed}/fees", 100, 20_000)
    return {
        "id": identifier(seed),
        "market_ticker": facts["market_ticker"],
        "subtrader_id": facts["subtrader_id"],
        "position_quantity_fp": f"{_contracts(seed)}.00",
        "pnl_centicents": profit,
        "total_fees_centicents": fees,
        "total_amount_centicents": profit - fees,
    }


def _funding_row(facts: Facts, seed: str) -> Row:
    contracts, price = _contracts(seed), number(f"{seed}/price", 10_000, 110_000)
    notional = contracts * price
    return {
        "id": identifier(seed),
        "market_ticker": facts["market_ticker"],
        "subtrader_id": facts["subtrader_id"],
        "funding_time": facts.get("funding_time", _time(NOW - _FUNDING)),
        "position_quantity_fp": f"{contracts}.00",
        "notional_value_centicents": notional,
        "funding_amount_centicents": -notional * number(f"{seed}/rate", -9, 9) // 10_000,
        "settlement_execution_time": _time(NOW + _DAY),
    }


def _margin_row(facts: Facts, seed: str) -> Row:
    return {
        "id": identifier(seed),
        "subtrader_id": facts["subtrader_id"],
        "maintenance_margin_centicents": number(f"{seed}/margin", 1_000_000, 90_000_000),
        "maintenance_margin_delta_centicents": number(f"{seed}/delta", -500_000, 500_000),
    }


def _corporate_action_row(facts: Facts, seed: str) -> Row:
    """A cash dividend on a share, or a split, which pays for what is left over."""
    contracts, is_split = _contracts(seed), bool(number(f"{seed}/split", 0, 1))
    row = {
        "id": identifier(seed),
        "type": "stock_split" if is_split else "cash_dividend",
        "ca_id": identifier(f"{seed}/action"),
        "market_id": identifier(f"{TICKERS[-1]}/market"),
        "market_ticker": TICKERS[-1],
        "asset_class": "Equities",
        "subtrader_id": facts["subtrader_id"],
        "position_quantity_fp": f"{contracts}.00",
        "post_position_quantity_fp": f"{contracts * 4 if is_split else contracts}.00",
        "payment_amount_centicents": 0 if is_split else contracts * 25,
        "payment_time": None if is_split else _time(NOW + _DAY),
        "settlement_execution_time": _time(NOW),
        "exchange_ts": _time(NOW - _DAY),
        "created_ts": _time(NOW - _DAY),
    }
    return {**row, "pre_split_price_centicents": 18_400, "post_split_price_centicents": 4_600} if is_split else row


def _rows(kind: Callable[[Facts, str], Row], seed: str) -> list[Row]:
    return [kind(_names(index, {}, "market"), f"{seed}[{index}]") for index in range(_ROWS)]


def obligation(seed: str, asset_class: str, settled: datetime) -> Row:
    """What the member has to pay or to receive for an asset class, with the rows that it is the sum of.

    Args:
        seed: Seed of everything in it.
        asset_class: One of `ASSET_CLASSES`.
        settled: The time of its settlement cycle.
    """
    details, margins = _rows(_settlement_row, f"{seed}/settlement"), _rows(_margin_row, f"{seed}/margin")
    payments = _rows(_corporate_action_row, f"{seed}/actions") if asset_class == "Equities" else []
    profit, fees, delta = (
        _sum(details, "pnl_centicents"),
        _sum(details, "total_fees_centicents"),
        _sum(margins, "maintenance_margin_delta_centicents"),
    )
    amount = profit - fees - delta
    return {
        "id": identifier(seed),
        "user_id": MEMBER,
        "amount_centicents": amount,
        "fees_centicents": fees,
        "maintenance_margin_centicents": _sum(margins, "maintenance_margin_centicents"),
        "pnl_centicents": profit,
        "execution_time": _time(settled),
        "last_updated_ts": _time(settled),
        "asset_class": asset_class,
        "receives": [
            {
                "id": identifier(f"{seed}/receipt"),
                "type": "settlement",
                "amount_centicents": amount,
                "external_reference": f"WIRE-{number(seed, 100_000, 999_999)}",
                "created_ts": _time(settled),
            }
        ],
        "settlement_details": details,
        "maintenance_margin_details": margins,
        "funding_payments": [_without_settlement(row) for row in _rows(_funding_row, f"{seed}/funding")],
        "corporate_action_payments": payments,
        "corporate_action_payments_truncated": False,
        "settlement_details_truncated": False,
        "maintenance_margin_details_truncated": False,
        "funding_payments_truncated": False,
    }


def _obligation(facts: Facts, seed: str) -> dict[str, Any]:
    index = facts["index"]
    return obligation(seed, ASSET_CLASSES[index % len(ASSET_CLASSES)], NOW - index * _DAY)


def _without_settlement(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "settlement_execution_time"}


def _sum(parts: Iterable[Row], field: str) -> int:
    return sum(part[field] for part in parts)


def _report(facts: Facts, seed: str) -> dict[str, Any]:
    """A report of a day of the range, the latest first."""
    first, last = (date.fromisoformat(facts.get(name, f"{NOW:%Y-%m-%d}")) for name in ("start_date", "end_date"))
    day = max(first, date.fromordinal(max(1, last.toordinal() - facts["index"])))
    kind = _REPORTS[facts["index"] % len(_REPORTS)]
    suffix = "pdf" if kind == "daily_statement" else "csv"
    return {
        "report_type": kind,
        "date": day.isoformat(),
        "created_ts": f"{day.isoformat()}T21:00:00Z",
        "is_end_of_day": True,
        "url": f"https://reports.klear.example/{day.isoformat()}/{kind}.{suffix}?signature={identifier(seed)}",
    }


def _position(facts: Facts, seed: str) -> dict[str, Any]:
    return {"position": _contracts(seed) * 100, "exit_day": False, "reportable_threshold": 10_000}


def _market_settlement(seed: str) -> Row:
    contracts, price = _contracts(seed), number(f"{seed}/price", 10_000, 110_000)
    return {
        "quantity_centicount": contracts * 100,
        "variation_margin_centicents": number(f"{seed}/variation", -900_000, 900_000),
        "notional_value_centicents": contracts * price,
        "session_avg_price_fp": f"{Decimal(price) / 10_000:.4f}",
    }


def _settlement_estimate(seed: str) -> Row:
    positions = {ticker: _market_settlement(f"{seed}/{ticker}") for ticker in TICKERS[:2]}
    variation, fees = _sum(positions.values(), "variation_margin_centicents"), number(f"{seed}/fees", 100, 20_000)
    delta = number(f"{seed}/delta", -500_000, 500_000)
    return {
        "variation_margin_centicents": variation,
        "total_fees_centicents": fees,
        "maintenance_margin_delta_centicents": delta,
        "maintenance_margin_required_centicents": number(f"{seed}/required", 1_000_000, 90_000_000),
        "total_amount_centicents": variation - fees - delta,
        "positions": positions,
    }


def _funding_estimate(seed: str) -> Row:
    positions = {
        ticker: {
            "quantity_centicount": _contracts(f"{seed}/{ticker}") * 100,
            "funding_amount_centicents": number(f"{seed}/{ticker}/funding", -9_000, 9_000),
        }
        for ticker in TICKERS[:2]
    }
    return {"funding_amount_centicents": _sum(positions.values(), "funding_amount_centicents"), "positions": positions}


def _breakdowns(estimate: Callable[[str], Row], seed: str) -> dict[str, Any]:
    """Estimates of a subtrader and of a group of the two others, and the member's, which is their sum."""
    alone, group = estimate(f"{seed}/alone"), estimate(f"{seed}/group")
    total = {name: alone[name] + group[name] for name in alone if name != "positions"}
    return {
        "user_breakdown": total,
        "subtrader_breakdowns": {SUBTRADERS[0]: alone},
        "group_breakdowns": {_GROUP: group},
        "omitted_subtrader_count": 0,
        "omitted_group_count": 0,
        "next_runtime": NOW + _DAY,
        "next_funding_time": NOW + _FUNDING,
    }


def _matrix(facts: Facts, seed: str) -> dict[str, Any]:
    returns = [[number(f"{seed}/{row}/{at}", -900, 900) / 10_000 for at in range(2)] for row in range(_ROWS)]
    return {"market_tickers": list(TICKERS[:2]), "returns": returns}


def _liquidation(facts: Facts, seed: str) -> dict[str, Any]:
    return {
        "market_impact_volatility": 0.035,
        "market_impact_coefficient": 0.8,
        "market_impact_exponent": 0.5,
        "market_impact_forecasted_volume": float(number(seed, 10_000, 900_000)),
        "spread_rate": 0.0005,
    }


def _margin(facts: Facts, seed: str) -> dict[str, Any]:
    base, funding, liquidation = Decimal(1200), Decimal(25), Decimal(75)
    return {
        "maintenance_margin": base + funding + liquidation,
        "base_margin": base,
        "hvar": base,
        "apc": Decimal(1100),
        "funding_addon": funding,
        "liquidation_addon": liquidation,
    }


def _change(facts: Facts, seed: str) -> dict[str, Any]:
    return {
        "balance_delta_centicents": number(seed, -9_000_000, 9_000_000),
        "locked_balance_delta_centicents": 0,
        "reason": "settlement",
        "created_ts": NOW - facts["index"] * _DAY,
    }


@functools.cache
def _private_key() -> str:
    """An RSA key, made once in a process: making one takes long, and none can be made from a seed."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()


def _bare(kind: Callable[[Facts, str], Row]) -> Sample:
    """A row as sample fields, whose names have no units."""
    return lambda facts, seed: {name.removesuffix("_fp"): value for name, value in kind(facts, seed).items()}


_FIELDS: dict[str, Sample] = {
    "MarginReport": _report,
    "ObligationEntry": _obligation,
    "SettlementDetail": _bare(_settlement_row),
    "FundingPaymentDetail": _bare(_funding_row),
    "MemberFundingPayment": _bare(_funding_row),
    "MaintenanceMarginDetail": _bare(_margin_row),
    "CorporateActionPaymentDetail": _bare(_corporate_action_row),
    "GetLargeTraderPositionsResponse": lambda facts, seed: {
        "report_date": facts.get("report_date", f"{NOW - _DAY:%Y-%m-%d}")
    },
    # Its items have no schema of their own, so the name of the list is used.
    "positions": _position,
    "EstimatePortfolioMaintenanceMarginResponse": _margin,
    "GetMaintenanceMarginMetadataResponse": lambda facts, seed: {
        "base_tail_percentile": 1.0,
        "funding_tail_percentile": 1.0,
        "subgroups": [list(TICKERS[:2]), list(TICKERS[2:3])],
    },
    "MaintenanceMarginMatrix": _matrix,
    "MaintenanceMarginLiquidationConfig": _liquidation,
    "GetSettlementEstimateByAssetClassResponse": lambda facts, seed: {"settlement_balance_centicents": BALANCE},
    "AssetClassSettlementEstimate": lambda facts, seed: _breakdowns(_settlement_estimate, seed),
    "AssetClassFundingEstimate": lambda facts, seed: _breakdowns(_funding_estimate, seed),
    "GetMarginFundingScheduleResponse": lambda facts, seed: {"schedule": "0 */8 * * *"},
    "GetSettlementPricesResponse": lambda facts, seed: {
        "settlement_prices": {ticker: number(f"{seed}/{ticker}", 10_000, 110_000) for ticker in TICKERS[:_ROWS]}
    },
    "GetSettlementBalanceResponse": lambda facts, seed: {
        "balance_available_centicents": BALANCE,
        "locked_balance_centicents": 0,
    },
    "GetGuarantyFundBalanceResponse": lambda facts, seed: {
        "amount_centicents": 10_000_000_000,
        "updated_ts": NOW - 30 * _DAY,
    },
    "GetSettlementBalanceWithdrawalResponse": lambda facts, seed: {"amount": Decimal(500)},
    "SettlementBalanceHistoryEntry": _change,
    "MarginSubtraderGroup": lambda facts, seed: {
        "group_id": identifier(f"klear/group/{facts['index']}"),
        "member_subtrader_ids": [facts["subtrader_id"]],
    },
    "GenerateMarginFcmApiKeyResponse": lambda facts, seed: {"private_key": _private_key()},
    "MarginFcmApiKey": lambda facts, seed: {"name": f"Institution {facts['index'] + 1}"},
}


KLEAR = Samples(
    names=_names,
    prices=lambda market: {},
    fields=_FIELDS,
    keys={"estimates": ("Crypto",)},
    later=frozenset(
        {
            "margin_group_id",
            "post_split_price_centicents",
            "pre_split_price_centicents",
            "service",
            "snapshot_ts",
            "warning",
        }
    ),
)
