"""The soak test of the order log: that nothing is wrong in a few rounds, and that it notices what is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalshi_overlay.errors import OrderNotAppliedError
from kalshi_overlay.orders import OrderLog, place
from tests.orders import log_soak
from tests.orders.harness import Harness


def test_orders_of_processes_that_were_killed_are_accounted_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert log_soak.main(["--kills", "6", "--seed", "3"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "every order is accounted for"


def test_the_soak_test_notices_what_is_wrong(harness: Harness, tmp_path: Path) -> None:
    with OrderLog(tmp_path / "orders.db") as log:
        right = place.sync(client=harness.client, body=harness.new_order(), log=log)
        assert +log_soak.judged(harness, log, []) == {"on the exchange": 1}
        place.sync(client=harness.client, body=harness.new_order())
        assert log_soak.judged(harness, log, [])["not in the log"] == 1
        begun = log.begin(
            {name: harness.new_order() for name in ("open", right.client_order_id)},
            environment="",
            api="api",
            new_ids=(),
            last_sent_by=0.0,
        )
        assert log_soak.judged(harness, log, [])["without an outcome"] == 2
        log.end({begun[right.client_order_id]: OrderNotAppliedError("", {}, ())})
        assert log_soak.judged(harness, log, [])["not as the log says"] == 1
