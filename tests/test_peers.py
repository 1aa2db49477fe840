"""The script that tries other people's clients: what it calls, and what it says of each method. It installs nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from kalshi_sandbox import Sandbox
from scripts.peers import __main__ as peers
from scripts.peers.driver import DIFFERS, NOT_CALLED, OK, REFUSED, Facts, filled, methods_of, order_of, outcome
from scripts.peers.facts import peer_facts
from tests.sandbox import plain


class Status(Enum):
    OPEN = "open"


class CreateRFQRequest:
    def __init__(self, **fields: Any) -> None:
        self.fields = fields


class RefusedError(Exception):
    def __init__(self, status: int) -> None:
        super().__init__("no")
        self.status = status


class FakeClient:
    """A client as others write it; each method shows what may become of one."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    def _get(self, path: str) -> Any:
        response = plain.get(self._base_url + path)
        if response.status_code >= 400:
            raise RefusedError(response.status_code)
        return response.json()

    def get_market(self, ticker: str, status: Status = Status.OPEN) -> Any:
        return self._get(f"/markets/{ticker}")["market"]

    def get_wrong_field(self, ticker: str) -> Any:
        return self.get_market(ticker)["liquidity"]

    def get_unknown(self, milestone_id: str) -> Any:
        return self._get(f"/milestones/{milestone_id}")

    def list_all(self) -> Iterator[Any]:
        yield self._get("/exchange/status")

    def create_strange(self, strange_argument: int) -> None:
        raise AssertionError

    def cancel_before_sending(self, order_id: str) -> None:
        raise ValueError("give a market")

    def cancel_all(self) -> None:
        raise RefusedError(500)


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Facts]:
    folder = tmp_path_factory.mktemp("peer")
    record = folder / "requests.jsonl"
    with Sandbox(behaviour="simple", record=record) as exchange:
        (folder / "facts.json").write_text(json.dumps({**peer_facts(exchange, folder / "key"), "record": str(record)}))
        yield Facts(str(folder / "facts.json"))


def test_each_method_is_called_with_what_exists_and_says_what_became_of_it(facts: Facts) -> None:
    client = FakeClient(facts.base_url)
    calls = sorted(methods_of(client, "fake."), key=order_of)
    found = {name: outcome(call, facts, name)[0] for name, call in calls}
    assert found == {
        "fake.get_market": OK,
        "fake.get_unknown": REFUSED,
        "fake.get_wrong_field": DIFFERS,
        "fake.list_all": OK,
        "fake.create_strange": NOT_CALLED,
        "fake.cancel_before_sending": NOT_CALLED,
        "fake.cancel_all": NOT_CALLED,
    }
    assert list(found)[-1] == "fake.cancel_all"


def test_ids_are_used_in_turn(facts: Facts) -> None:
    def cancel(order_id: str) -> None: ...

    assert len({filled(cancel, facts, "cancel")["order_id"] for _ in range(5)}) == 5


def test_bodies_and_enums_are_made_of_plain_values(facts: Facts) -> None:
    def create_rfq(*, request: CreateRFQRequest | None = None, name: str | None = None) -> None: ...

    def get(accepted_side: str, status: Status = Status.OPEN) -> None: ...

    (request,) = filled(create_rfq, facts, "create_rfq").values()
    assert request.fields["rest_remainder"] is False
    assert filled(get, facts, "get") == {"accepted_side": "yes"}


def test_a_package_that_can_not_be_installed_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def install(package: str, folder: Path) -> Path:
        if package == "pykalshi":
            raise peers.NotInstalledError("no such package")
        return folder

    monkeypatch.setattr(peers, "install", install)
    monkeypatch.setattr(peers, "version_of", lambda python, package: "1.0")
    rows = [("get", OK, "Market"), ("cancel", REFUSED, "404 not_found")]
    monkeypatch.setattr(peers, "rows_of", lambda *given: rows)
    assert peers.main(["pykalshi", "kalshi-py"]) == 0
    printed = capsys.readouterr().out
    assert "pykalshi: could not be tried: no such package" in printed
    assert "kalshi-py 1.0: 2 methods: 1 ok, 1 refused, 0 differs, 0 not called" in printed
    assert peers.main(["pykalshi"]) == 1
    with pytest.raises(SystemExit):
        peers.main(["nobody"])
