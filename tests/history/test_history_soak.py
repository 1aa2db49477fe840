"""The soak test of history at its small size, and that it notices what is wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from kalshi_overlay import history
from tests.history import history_soak
from tests.history.conftest import Taped

COLUMNS = ["trade_id", "created_time", "count_fp", "yes_price_dollars"]


def test_rows_that_killed_processes_save_are_there_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert history_soak.main(history_soak.SIZES["small"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "every row is there once"


def test_the_soak_test_notices_what_is_wrong(taped: Taped, tmp_path: Path) -> None:
    history.trades(client=taped.client, since=taped.since, until=taped.until).save(to=tmp_path)
    trades = taped.exchange.engine.markets.trades()
    expected = Counter((each.trade_id, each.created_time, each.count, each.price) for each in trades)
    assert +history_soak.compare(tmp_path / "trades", expected, COLUMNS) == {"rows": 600}
    first, *others = sorted((tmp_path / "trades").iterdir())
    Random(0).choice(others).replace(first)
    (tmp_path / "trades" / ".left.partial").touch()
    found = history_soak.compare(tmp_path / "trades", expected, COLUMNS)
    assert all(found[name] for name in ("rows missing", "rows out of order", "half-written files"))
    first.with_name("9.parquet").write_bytes(first.read_bytes())
    assert history_soak.compare(tmp_path / "trades", expected, COLUMNS)["rows too many"]
