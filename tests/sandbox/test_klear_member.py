"""What a clearing member has at Klear, over HTTP: balance, withdrawals, obligations, groups and keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import BehaviourName
from kalshi_sandbox.faults import Status
from kalshi_sandbox.klear.handlers import HANDLERS
from kalshi_sandbox.spec import load_spec
from kalshi_sandbox.validation import validator_of

from . import plain
from .small import small_sandbox

SPEC = load_spec("klear")
CENTICENTS = 10_000


class Klear:
    """Calls operations of Klear with the bearer, and checks each answer against the spec.

    Args:
        exchange: A sandbox that serves.
    """

    def __init__(self, exchange: Sandbox) -> None:
        self.exchange = exchange
        bearer = f"Bearer {exchange.klear_admin_user_id}:{exchange.klear_access_token}"
        self.http = plain.client(base_url=exchange.klear_base_url, headers={"Authorization": bearer})

    def send(self, operation_id: str, body: Any = None, **named: Any) -> httpx.Response:
        operation = SPEC.operations[operation_id]
        in_path = {name for _, name in operation.placeholders()}
        path = operation.path.format(**{name: named.pop(name) for name in in_path})
        return self.http.request(operation.method, path, params=named, json=body)

    def ask(self, operation_id: str, body: Any = None, **named: Any) -> Any:
        operation, response = SPEC.operations[operation_id], self.send(operation_id, body, **named)
        assert response.status_code == operation.status, response.text
        if operation.answer is None:
            assert not response.content
            return None
        validator_of(operation.answer).validate(response.json())
        return response.json()

    def rejected(self, operation_id: str, body: Any = None, **named: Any) -> tuple[int, str]:
        """Status and code of a rejection, which must be documented and have the spec's Error."""
        response = self.send(operation_id, body, **named)
        assert response.status_code in SPEC.operations[operation_id].documented - {SPEC.operations[operation_id].status}
        assert response.json().keys() == {"code", "message", "details"}
        return response.status_code, response.json()["code"]

    def pages(self, operation_id: str, **named: Any) -> list[Any]:
        """The pages of an operation, by their cursors."""
        found = [self.ask(operation_id, **named)]
        while "cursor" in found[-1]:
            found.append(self.ask(operation_id, cursor=found[-1]["cursor"], **named))
        return found

    def balances(self) -> tuple[int, int]:
        answer = self.ask("GetSettlementBalance")
        assert answer["user_id"] == self.exchange.klear.user_id
        return answer["balance_available_centicents"], answer["locked_balance_centicents"]


@pytest.fixture
def klear() -> Iterator[Klear]:
    with small_sandbox(clock="manual") as exchange:
        klear = Klear(exchange)
        with klear.http:
            yield klear


def test_only_operations_of_the_spec_have_a_state() -> None:
    assert HANDLERS.keys() <= SPEC.operations.keys()


def test_a_withdrawal_lowers_the_balance_and_locks_its_amount_and_the_history_shows_it(klear: Klear) -> None:
    balance, locked = klear.balances()
    assert (balance, locked) == (500_000 * CENTICENTS, 0)
    klear.exchange.clock.advance(60)
    made = klear.ask("WithdrawSettlementBalance", {"amount": "500.25"})["id"]
    assert klear.balances() == (balance - 5_002_500, 5_002_500)
    assert klear.exchange.klear.balance == Decimal("499499.75")
    assert klear.ask("GetSettlementBalanceWithdrawal", id=made) == {
        "id": made,
        "amount": "500.25",
        "status": "pending",
        "created_ts": "2026-10-01T12:01:00Z",
    }
    entry = klear.ask("GetSettlementBalanceHistory", limit=1)["entries"][0]
    assert entry == {
        "balance_delta_centicents": -5_002_500,
        "locked_balance_delta_centicents": 5_002_500,
        "reason": "withdrawal",
        "business_transaction_id": made,
        "created_ts": "2026-10-01T12:01:00Z",
    }
    assert klear.ask("GetSettlementEstimateByAssetClass")["settlement_balance_centicents"] == klear.balances()[0]


@pytest.mark.parametrize(("status", "returned"), [("processed", 0), ("failed", 1_000_000), ("cancelled", 1_000_000)])
def test_a_withdrawal_ends_as_you_say(status: Any, returned: int, klear: Klear) -> None:
    balance, _ = klear.balances()
    made = klear.ask("WithdrawSettlementBalance", {"amount": "100"})["id"]
    klear.exchange.klear.finish_withdrawal(made, status)
    assert klear.ask("GetSettlementBalanceWithdrawal", id=made)["status"] == status
    assert klear.balances() == (balance - 1_000_000 + returned, 0)
    entry = klear.ask("GetSettlementBalanceHistory", limit=1)["entries"][0]
    assert entry["business_transaction_id"] == made
    assert (entry["balance_delta_centicents"], entry["locked_balance_delta_centicents"]) == (returned, -1_000_000)
    with pytest.raises(ValueError, match="no withdrawal with this id is under way"):
        klear.exchange.klear.finish_withdrawal(made, status)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("0", "invalid_parameters"),
        ("-1", "invalid_parameters"),
        ("0.00001", "invalid_parameters"),
        ("1.00000000000000000000000000000000000001", "invalid_parameters"),
        ("1e3", "invalid_parameters"),
        ("500000.0001", "insufficient_balance"),
        ("9" * 5000, "insufficient_balance"),
    ],
)
def test_a_withdrawal_that_can_t_be_changes_nothing(amount: str, code: str, klear: Klear) -> None:
    before = klear.pages("GetSettlementBalanceHistory")
    assert klear.rejected("WithdrawSettlementBalance", {"amount": amount}) == (400, code)
    assert klear.pages("GetSettlementBalanceHistory") == before


def test_everything_can_be_withdrawn_and_deposited_again(klear: Klear) -> None:
    klear.ask("WithdrawSettlementBalance", {"amount": "500000.0000"})
    assert klear.balances()[0] == 0
    assert klear.rejected("WithdrawSettlementBalance", {"amount": "0.0001"}) == (400, "insufficient_balance")
    klear.exchange.klear.deposit(Decimal("0.0001"))
    klear.ask("WithdrawSettlementBalance", {"amount": "0.0001"})
    for wrong in (0, -1, Decimal("0.00001")):
        with pytest.raises(ValueError, match="give US dollars above 0 with at most 4 decimals"):
            klear.exchange.klear.deposit(wrong)


def test_an_unknown_withdrawal_is_a_bad_request_since_the_spec_has_no_404_for_it(klear: Klear) -> None:
    assert klear.rejected("GetSettlementBalanceWithdrawal", id="x") == (400, "withdrawal_not_found")
    with pytest.raises(ValueError, match="no withdrawal with this id is under way"):
        klear.exchange.klear.finish_withdrawal("x")
    with pytest.raises(ValueError, match="'done' is none of processed, failed, cancelled"):
        klear.exchange.klear.finish_withdrawal("x", "done")  # type: ignore[arg-type]


def test_the_history_adds_up_to_the_balance_and_has_every_settled_obligation(klear: Klear) -> None:
    klear.ask("WithdrawSettlementBalance", {"amount": "1"})
    pages = klear.pages("GetSettlementBalanceHistory", limit=10)
    entries = [entry for page in pages for entry in page["entries"]]
    assert [len(page["entries"]) for page in pages] == [10, 10, 10, 10, 7]
    assert sum(entry["balance_delta_centicents"] for entry in entries) == klear.balances()[0]
    times = [entry["created_ts"] for entry in entries]
    assert times == sorted(times, reverse=True)
    settled = [each for page in klear.pages("GetObligationHistory") for each in page["obligations"]]
    by_id = {entry["business_transaction_id"]: entry for entry in entries if entry["reason"] == "settlement"}
    assert by_id.keys() == {each["id"] for each in settled}
    for each in settled:
        assert by_id[each["id"]]["balance_delta_centicents"] == each["amount_centicents"]
        assert by_id[each["id"]]["created_ts"] == each["execution_time"]


def test_a_change_between_two_pages_shifts_nothing(klear: Klear) -> None:
    before = [entry for page in klear.pages("GetSettlementBalanceHistory", limit=20) for entry in page["entries"]]
    first = klear.ask("GetSettlementBalanceHistory", limit=20)
    klear.ask("WithdrawSettlementBalance", {"amount": "1"})
    second = klear.ask("GetSettlementBalanceHistory", limit=20, cursor=first["cursor"])
    assert first["entries"] + second["entries"] == before[:40]


def test_obligations_of_earlier_settlements_come_page_by_page_the_latest_first(klear: Klear) -> None:
    pages = klear.pages("GetObligationHistory")
    assert [len(page["obligations"]) for page in pages] == [20, 20, 5]
    times = [each["execution_time"] for page in pages for each in page["obligations"]]
    assert times == sorted(times, reverse=True)
    assert datetime.fromisoformat(times[0]) <= klear.exchange.engine.now()
    assert klear.rejected("GetObligationHistory", cursor="nonsense") == (400, "invalid_parameters")


def test_active_obligations_are_those_of_the_next_settlement_by_asset_class(klear: Klear) -> None:
    active = klear.ask("GetActiveMarginObligations")["obligations"]
    assert [each["asset_class"] for each in active] == ["Crypto", "Equities", "Metals"]
    assert {each["execution_time"] for each in active} == {"2026-10-01T20:00:00Z"}


@pytest.mark.parametrize(
    ("operation_id", "field"),
    [
        ("GetObligationSettlementDetails", "settlement_details"),
        ("GetObligationFundingPayments", "funding_payments"),
        ("GetObligationMaintenanceMarginDetails", "maintenance_margin_details"),
        ("GetObligationCorporateActionPayments", "corporate_action_payments"),
    ],
)
def test_the_rows_of_an_obligation_are_its_own(operation_id: str, field: str, klear: Klear) -> None:
    active = klear.ask("GetActiveMarginObligations")["obligations"]
    settled = klear.ask("GetObligationHistory")["obligations"]
    for each in active + settled[:3]:
        pages = klear.pages(operation_id, obligation_id=each["id"], limit=2)
        assert [row for page in pages for row in page[field]] == each[field]
    assert klear.rejected(operation_id, obligation_id=str(uuid4())) == (404, "obligation_not_found")


def test_groups_are_created_listed_changed_and_deleted(klear: Klear) -> None:
    first, second, third = klear.exchange.klear.subtraders
    assert klear.ask("GetMarginSubtraderGroups") == {"groups": []}
    made = klear.ask("CreateMarginSubtraderGroup", {"subtrader_ids": [first, second, first]})["group_id"]
    assert klear.ask("GetMarginSubtraderGroups") == {
        "groups": [{"group_id": made, "member_subtrader_ids": [first, second]}]
    }
    assert klear.rejected("CreateMarginSubtraderGroup", {"subtrader_ids": [third, second]}) == (409, "already_in_group")
    klear.ask("UpdateMarginSubtraderGroup", {"subtrader_ids": [second, third]}, group_id=made.upper())
    other = klear.ask("CreateMarginSubtraderGroup", {"subtrader_ids": [first]})["group_id"]
    taken = {"subtrader_ids": [first, second]}
    assert klear.rejected("UpdateMarginSubtraderGroup", taken, group_id=other) == (409, "already_in_group")
    assert [each["member_subtrader_ids"] for each in klear.ask("GetMarginSubtraderGroups")["groups"]] == [
        [second, third],
        [first],
    ]
    for _ in range(2):
        klear.ask("DeleteMarginSubtraderGroup", group_id=made)
    assert [each["group_id"] for each in klear.ask("GetMarginSubtraderGroups")["groups"]] == [other]
    klear.ask("UpdateMarginSubtraderGroup", taken, group_id=other)


def test_a_group_of_unknown_subtraders_or_an_unknown_group_is_404(klear: Klear) -> None:
    (first, *_) = klear.exchange.klear.subtraders
    unknown = {"subtrader_ids": [first, f"{klear.exchange.klear.user_id}_new"]}
    assert klear.rejected("CreateMarginSubtraderGroup", unknown) == (404, "subtrader_not_found")
    assert klear.ask("GetMarginSubtraderGroups") == {"groups": []}
    named = {"group_id": str(uuid4())}
    assert klear.rejected("UpdateMarginSubtraderGroup", {"subtrader_ids": [first]}, **named) == (404, "group_not_found")
    klear.exchange.klear.add_subtrader("new")
    klear.ask("CreateMarginSubtraderGroup", unknown)


@pytest.mark.parametrize("body", [{}, {"subtrader_ids": []}, {"subtrader_ids": [""]}, {"subtrader_ids": "x"}])
def test_a_group_needs_subtraders(body: Any, klear: Klear) -> None:
    assert klear.rejected("CreateMarginSubtraderGroup", body) == (400, "invalid_parameters")


@pytest.mark.parametrize("suffix", ["", "A", "a_b", "x" * 17, "fund1"])
def test_a_subtrader_that_can_t_be_is_refused(suffix: str, klear: Klear) -> None:
    with pytest.raises(ValueError, match="give 1 to 16 lowercase letters and digits"):
        klear.exchange.klear.add_subtrader(suffix)


def public_pem() -> str:
    public = ed25519.Ed25519PrivateKey.generate().public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_keys_are_created_listed_and_deleted(klear: Klear) -> None:
    first, second, _ = klear.exchange.klear.subtraders
    made = [
        klear.ask("CreateMarginFcmApiKey", {"name": name, "public_key": public_pem(), "fcm_subtrader_id": subtrader})
        for name, subtrader in (("One", first), ("Two", second))
    ]
    listed = klear.ask("ListMarginFcmApiKeys")["api_keys"]
    assert listed == [
        {"api_key_id": made[0]["api_key_id"], "name": "One", "fcm_subtrader_id": first},
        {"api_key_id": made[1]["api_key_id"], "name": "Two", "fcm_subtrader_id": second},
    ]
    assert klear.ask("ListMarginFcmApiKeys", fcm_subtrader_id=second)["api_keys"] == listed[1:]
    klear.ask("DeleteMarginFcmApiKey", api_key_id=listed[0]["api_key_id"])
    assert klear.ask("ListMarginFcmApiKeys")["api_keys"] == listed[1:]
    named = {"api_key_id": listed[0]["api_key_id"]}
    assert klear.rejected("DeleteMarginFcmApiKey", **named) == (404, "api_key_not_found")


def test_a_generated_private_key_is_answered_once(klear: Klear) -> None:
    (first, *_) = klear.exchange.klear.subtraders
    made = [klear.ask("GenerateMarginFcmApiKey", {"name": "x", "fcm_subtrader_id": first}) for _ in range(2)]
    private = [load_pem_private_key(each["private_key"].encode(), None) for each in made]
    assert all(isinstance(key, RSAPrivateKey) for key in private)
    assert made[0]["private_key"] != made[1]["private_key"]
    listed = klear.ask("ListMarginFcmApiKeys")["api_keys"]
    assert [each["api_key_id"] for each in listed] == [each["api_key_id"] for each in made]
    assert all(each.keys() == {"api_key_id", "name", "fcm_subtrader_id"} for each in listed)
    # Institutions trade with it, but not through any REST operation.
    signed = klear.exchange.client(
        access_key_id=made[0]["api_key_id"], private_key_data=made[0]["private_key"]
    ).get_httpx_client()
    with signed:
        assert signed.get("/portfolio/balance").status_code == 401


def test_a_key_needs_a_subtrader_and_a_public_key(klear: Klear) -> None:
    (first, *_) = klear.exchange.klear.subtraders
    body = {"name": "x", "public_key": public_pem(), "fcm_subtrader_id": first}
    # The spec has no 404 for them.
    unknown = {**body, "fcm_subtrader_id": "u_new"}
    assert klear.rejected("CreateMarginFcmApiKey", unknown) == (400, "subtrader_not_found")
    assert klear.rejected("GenerateMarginFcmApiKey", unknown) == (400, "subtrader_not_found")
    assert klear.rejected("CreateMarginFcmApiKey", {**body, "public_key": "x"}) == (400, "invalid_parameters")
    assert klear.ask("ListMarginFcmApiKeys") == {"api_keys": []}


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [("2026-03-02", "2026-03-01", "end_date"), ("2026-01-01", "2026-04-02", "end_date"), ("x", "2026-04-02", "start_")],
)
def test_a_range_of_reports_is_bounded(first: str, last: str, field: str, klear: Klear) -> None:
    response = klear.send("GetMarginReports", start_date=first, end_date=last)
    assert response.status_code == 400
    assert response.json()["details"].startswith(field)
    assert klear.ask("GetMarginReports", start_date="2026-01-01", end_date="2026-04-01")["reports"]


@pytest.mark.parametrize(
    ("position", "field"),
    [
        ({"quantity": 0}, "positions[1].quantity"),
        ({"market_ticker": "KXBTCPERP"}, "positions[1].market_ticker"),
        ({"price": "0"}, "positions[1].price"),
        ({"price": "1.00001"}, "positions[1].price"),
        ({"price": "1" * 60}, ""),
        ({"quantity": -5, "price": "1.2345"}, ""),
    ],
)
def test_a_portfolio_that_can_t_be_is_not_estimated(position: dict[str, Any], field: str, klear: Klear) -> None:
    positions = [
        {"market_ticker": "KXBTCPERP", "quantity": 3},
        {"market_ticker": "KXETHPERP", "quantity": 3, **position},
    ]
    body = {"asset_class": "Crypto", "positions": positions}
    if not field:
        klear.ask("EstimatePortfolioMaintenanceMargin", body)
        return
    response = klear.send("EstimatePortfolioMaintenanceMargin", body)
    assert response.status_code == 400
    assert response.json()["details"].startswith(f"{field}: ")


def test_maintenance_is_the_exchange_s_and_not_klear_s(klear: Klear) -> None:
    with klear.exchange.maintenance():
        assert klear.balances()[1] == 0
        assert plain.get(f"{klear.exchange.base_url}/margin/markets").status_code == 503


@pytest.mark.parametrize("behaviour", ["measured", "documents", "simple"])
def test_klear_does_what_its_spec_says_whatever_the_behaviour(behaviour: BehaviourName) -> None:
    with small_sandbox(clock="manual", behaviour=behaviour) as exchange:
        klear = Klear(exchange)
        with klear.http:
            klear.ask("WithdrawSettlementBalance", {"amount": "5"})
            assert klear.balances()[1] == 50_000
            assert klear.rejected("GetObligationHistory", cursor="nonsense") == (400, "invalid_parameters")
            assert klear.rejected("GetObligationHistory", unknown="1") == (400, "invalid_parameters")


def test_klear_has_no_token_buckets() -> None:
    with small_sandbox(tier="basic", clock="manual") as exchange:
        klear = Klear(exchange)
        with klear.http:
            for _ in range(30):
                klear.balances()


def test_a_fault_can_lose_the_answer_of_a_withdrawal_that_has_begun(klear: Klear) -> None:
    klear.exchange.faults.add(Status(504, acting=True), operation="WithdrawSettlementBalance")
    response = klear.send("WithdrawSettlementBalance", {"amount": "5"})
    assert (response.status_code, response.json()["code"]) == (504, "gateway_timeout")
    assert klear.balances()[1] == 50_000


def test_the_same_seed_gives_the_same_obligations_and_ids() -> None:
    first, second, other = (small_sandbox(clock="manual", seed=seed).klear for seed in (1, 1, 2))
    assert first.settled == second.settled != other.settled
    assert first.group(first.subtraders) == second.group(second.subtraders)


def test_the_next_settlement_is_ahead_whenever_the_sandbox_starts() -> None:
    for hour in (0, 19, 20, 23):
        moment = datetime(2026, 10, 1, hour, tzinfo=UTC)
        member = small_sandbox(clock=moment.timestamp).klear
        assert moment < datetime.fromisoformat(member.active[0]["execution_time"])
        assert datetime.fromisoformat(member.settled[0]["execution_time"]) <= moment
        assert member.changes[-1].time <= moment


def test_neither_the_bearer_nor_a_key_is_recorded(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    with small_sandbox(record=path) as exchange:
        klear = Klear(exchange)
        token, admin = exchange.klear_access_token, exchange.klear_admin_user_id
        (first, *_) = exchange.klear.subtraders
        with klear.http:
            made = klear.ask("GenerateMarginFcmApiKey", {"name": "x", "fcm_subtrader_id": first})
            klear.send("WithdrawSettlementBalance", {"amount": token, "memo": f"Bearer {admin}:{token}", token: 1})
            klear.send("GetSettlementBalanceWithdrawal", id=f"{admin}:{token}")
            klear.http.get(f"/margin/{token}", params={"cursor": token})
            klear.ask("DeleteMarginFcmApiKey", api_key_id=made["api_key_id"])
    text = path.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["operation"] for line in lines] == [
        "GenerateMarginFcmApiKey",
        "WithdrawSettlementBalance",
        "GetSettlementBalanceWithdrawal",
        None,
        "DeleteMarginFcmApiKey",
    ]
    assert [line["api"] for line in lines] == ["klear"] * 5
    for secret in (token, admin, made["api_key_id"], "PRIVATE KEY", made["private_key"].splitlines()[1]):
        assert secret not in text
    assert "Authorization" not in text
