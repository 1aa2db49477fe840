"""A nightly export: fills, orders, settlements and positions as Parquet, and the profit and loss of each market.

    python examples/nightly_export.py FOLDER FIRST_DAY    # from cron, such as at 00:05 UTC
    python -m kalshi_sandbox -- python examples/nightly_export.py export/ 2026-11-01

The second line is for the local exchange. Each night it reads what came since the last one, since files that are there
are not read again; after a crash, run it again. FOLDER/pnl/DAY.csv has what each market has realised since you
first traded in it, and the fees, by the exchange's own numbers for the primary subaccount. The day's profit is the
difference to the file before. It doesn't value what you still hold, and changes nothing in your account.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from kalshi_gen.models import MarketPosition
from kalshi_overlay import create_client, history


def write(positions: Iterable[MarketPosition], to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_suffix(".part")
    with part.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["ticker", "held", "cost", "realized_pnl", "fees_paid", "profit"])
        for each in sorted(positions, key=lambda position: position.ticker):
            profit = each.realized_pnl_dollars - each.fees_paid_dollars
            held, cost = each.position_fp, each.market_exposure_dollars
            rows.writerow([each.ticker, held, cost, each.realized_pnl_dollars, each.fees_paid_dollars, profit])
    # It is complete or not there: the next night subtracts it.
    part.replace(to)


def total(file: Path) -> Decimal:
    with file.open(newline="", encoding="utf-8") as rows:
        return sum((Decimal(row["profit"]) for row in csv.DictReader(rows)), Decimal(0))


def main(folder: Path, first_day: date, today: date | None = None) -> Decimal:
    """Export, and answer what was realised less fees since the file before, in US dollars."""
    since = datetime.combine(first_day, time(), UTC)
    today = today or datetime.now(UTC).date()
    with create_client() as client:
        history.fills(client=client, since=since).save(to=folder)
        history.settlements(client=client, since=since).save(to=folder)
        history.orders(client=client).save(to=folder)
        history.positions(client=client, subaccount=0).save(to=folder)
        file = folder / "pnl" / f"{today}.csv"
        write(history.positions(client=client, subaccount=0), to=file)
    before = max((each for each in file.parent.glob("*.csv") if each.name < file.name), default=None)
    return total(file) - (total(before) if before else 0)


if __name__ == "__main__":
    print("realised less fees, in US dollars:", main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2])))
