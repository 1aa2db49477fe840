"""A transfer is sent once, and its outcome is the exchange's own."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from attrs import evolve

from kalshi_gen.api.portfolio import intra_exchange_instance_transfer
from kalshi_gen.errors import InvalidRequestError, KalshiConflictError, KalshiError, KalshiValidationError
from kalshi_gen.models.intra_exchange_instance_transfer_request import IntraExchangeInstanceTransferRequest
from kalshi_overlay.errors import (
    KalshiNetworkError,
    TradingStoppedError,
    TransferNotAppliedError,
    TransferStateUnknownError,
)
from kalshi_overlay.safety import stop_trading
from kalshi_overlay.shards import TransferredCash, transfer
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.engine import ShardTransfer
from kalshi_sandbox.error_answers import ErrorAnswer
from kalshi_sandbox.faults import Body, Delay, Fault, Lag, Reset, Status
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.faulting import KINDS, Faulting
from tests.orders.harness import MODES, Harness

TRANSFER = "IntraExchangeInstanceTransfer"
LIST = "GetIntraExchangeInstanceTransfers"
AMOUNT = Decimal("12.3456")


def move(harness: Harness, mode: str = "sync", **changes: Any) -> TransferredCash:
    fields = {"amount": AMOUNT, "from_shard": 0, "to_shard": 2}
    moved: TransferredCash = harness.call(transfer, mode, **{**fields, **changes})
    return moved


def wait_longer(harness: Harness) -> None:
    """Have each wait take ten seconds more, as on a busy machine: what asks until it is certain asks less often."""
    harness.on_wait = lambda: harness.exchange.clock.advance(10)


def made(harness: Harness) -> list[ShardTransfer]:
    """What the exchange has transferred."""
    return harness.exchange.engine.shards.transfers(harness.account)


@pytest.mark.parametrize("mode", MODES)
def test_cash_moves_from_one_shard_to_another(harness: Harness, mode: str) -> None:
    moved = move(harness, mode)
    (only,) = made(harness)
    assert moved == TransferredCash(
        transfer_id=only.transfer_id,
        client_transfer_id=moved.client_transfer_id,
        amount=AMOUNT,
        from_shard=0,
        to_shard=2,
        answer=moved.answer,
    )
    assert moved.answer is not None
    assert (only.amount, only.source_shard, only.destination_shard) == (AMOUNT, 0, 2)
    assert only.client_transfer_id == str(moved.client_transfer_id)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "fault",
    [
        Reset("before_answering"),
        Body("html"),
        Body("truncated"),
        *(Status(code, acting=True) for code in (429, 500, 503)),
    ],
)
def test_a_transfer_whose_response_is_lost_is_found_and_not_sent_again(
    harness: Harness, fault: Fault, mode: str
) -> None:
    rule = harness.exchange.faults.add(fault, operation=TRANSFER)
    moved = move(harness, mode)
    assert moved.answer is None
    assert [each.transfer_id for each in made(harness)] == [moved.transfer_id]
    assert rule.calls == 1


def test_it_is_found_on_a_later_page(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_answering"), operation=TRANSFER, times=1)
    handlers = harness.exchange.answers.handlers
    read = handlers[LIST]

    def one_at_a_time(request: CheckedRequest) -> Answer:
        return read(evolve(request, query={**request.query, "limit": 1}))

    handlers[LIST] = one_at_a_time
    reads = harness.exchange.faults.add(Lag(0), operation=LIST)
    others = iter([plain(), plain(), plain()])
    harness.on_wait = lambda: [
        intra_exchange_instance_transfer.sync(client=harness.client, body=other) for other in others
    ]
    assert move(harness).answer is None
    assert (len(made(harness)), reads.calls) == (4, 4)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("fault", [Reset("before_acting"), Status(500), Status(429), Status(503)])
def test_a_transfer_that_never_arrives_is_said_not_to_be_made(harness: Harness, fault: Fault, mode: str) -> None:
    rule = harness.exchange.faults.add(fault, operation=TRANSFER)
    with pytest.raises(TransferNotAppliedError, match="signature of the request has expired") as caught:
        move(harness, mode)
    assert made(harness) == []
    assert rule.calls == 1
    error = caught.value
    assert (error.amount, error.from_shard, error.to_shard) == (AMOUNT, 0, 2)
    assert str(error.client_transfer_id) in str(error)


def test_without_the_time_to_be_certain_it_is_unknown(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_acting"), operation=TRANSFER)
    with pytest.raises(TransferStateUnknownError, match=r"\$12\.3456 from shard 0 to shard 2"):
        move(harness, timeout=30)


def test_while_the_list_can_not_be_read_it_is_unknown(harness: Harness) -> None:
    wait_longer(harness)
    harness.exchange.faults.add(Reset("before_acting"), operation=TRANSFER)
    harness.exchange.faults.add(Status(500), operation=LIST)
    with pytest.raises(TransferStateUnknownError, match="not certain in time"):
        move(harness)


@pytest.mark.parametrize("seconds", [20.0, 55.0])
def test_a_request_that_arrives_late_is_found(hasty_harness: Harness, seconds: float) -> None:
    hasty_harness.exchange.faults.add(Delay(seconds, "before_acting"), operation=TRANSFER)
    moved = move(hasty_harness)
    assert moved.answer is None
    assert [each.transfer_id for each in made(hasty_harness)] == [moved.transfer_id]


def plain(amount: int = 123456, **fields: Any) -> IntraExchangeInstanceTransferRequest:
    """A transfer without an id."""
    return IntraExchangeInstanceTransferRequest(
        source="event_contract",
        destination="event_contract",
        amount=amount,
        source_exchange_shard=0,
        destination_exchange_shard=fields.pop("to", 2),
    )


def test_an_equal_transfer_without_an_id_leaves_it_unknown(harness: Harness) -> None:
    harness.exchange.faults.add(Reset("before_acting"), operation=TRANSFER, times=1)
    others = iter([plain()])

    def another_program() -> None:
        for body in others:
            intra_exchange_instance_transfer.sync(client=harness.client, body=body)

    harness.on_wait = another_program
    with pytest.raises(TransferStateUnknownError, match="an equal one without an id"):
        move(harness)


@pytest.mark.parametrize("body", [plain(amount=1), plain(to=1)])
def test_another_transfer_without_an_id_is_no_reason_for_doubt(
    harness: Harness, body: IntraExchangeInstanceTransferRequest
) -> None:
    intra_exchange_instance_transfer.sync(client=harness.client, body=plain())
    harness.let_pass(20)
    harness.exchange.faults.add(Reset("before_acting"), operation=TRANSFER, times=1)
    others = iter([body])
    harness.on_wait = lambda: [
        intra_exchange_instance_transfer.sync(client=harness.client, body=other) for other in others
    ]
    with pytest.raises(TransferNotAppliedError):
        move(harness)


def listed(**changes: Any) -> dict[str, Any]:
    """A transfer of another program as the list shows it."""
    return {
        "transfer_id": "another",
        "client_transfer_id": "another",
        "source": "event_contract",
        "destination": "event_contract",
        "source_exchange_shard": 0,
        "destination_exchange_shard": 2,
        "amount": "12.3456",
        "status": "complete",
        "created_ts": 4_000_000_000,
        **changes,
    }


@pytest.mark.parametrize(
    "answer",
    [
        {"transfers": None, "cursor": ""},
        {"transfers": ["a transfer"], "cursor": ""},
        {"transfers": [listed(client_transfer_id=None)], "cursor": ""},
        {"transfers": [listed(client_transfer_id=None, amount=123456)], "cursor": ""},
        {"transfers": [listed(client_transfer_id=None, amount="a lot")], "cursor": ""},
        {"transfers": [listed(client_transfer_id=None, created_ts=None)], "cursor": ""},
        {"transfers": [listed()] * 500},
        {"transfers": [listed()], "cursor": "again"},
    ],
)
def test_a_list_that_proves_nothing_leaves_it_unknown(harness: Harness, answer: dict[str, Any]) -> None:
    wait_longer(harness)
    harness.exchange.faults.add(Reset("before_acting"), operation=TRANSFER)
    harness.exchange.answers.handlers[LIST] = lambda request: Answer(200, answer)
    with pytest.raises(TransferStateUnknownError):
        move(harness)


@pytest.mark.parametrize(
    "other",
    [
        listed(),
        listed(client_transfer_id=None, amount="12.34"),
        listed(client_transfer_id=None, source_exchange_shard=1),
        listed(client_transfer_id=None, created_ts=1),
    ],
)
def test_a_transfer_that_is_surely_another_is_not_taken_for_it(harness: Harness, other: dict[str, Any]) -> None:
    wait_longer(harness)
    harness.exchange.faults.add(Reset("before_acting"), operation=TRANSFER)
    harness.exchange.answers.handlers[LIST] = lambda request: Answer(200, {"transfers": [other], "cursor": ""})
    with pytest.raises(TransferNotAppliedError):
        move(harness)


def test_a_transfer_that_is_listed_without_the_exchange_s_id_is_not_yet_known(harness: Harness) -> None:
    wait_longer(harness)
    harness.exchange.faults.add(Reset("before_answering"), operation=TRANSFER)
    handlers = harness.exchange.answers.handlers
    read = handlers[LIST]

    def without_ids(request: CheckedRequest) -> Answer:
        answer = read(request)
        return evolve(answer, body={"transfers": [{**each, "transfer_id": ""} for each in answer.body["transfers"]]})

    handlers[LIST] = without_ids
    with pytest.raises(TransferStateUnknownError):
        move(harness)


def test_a_rejection_is_raised_as_it_is(harness: Harness) -> None:
    with pytest.raises(KalshiValidationError) as caught:
        move(harness, amount=Decimal(10_000_000))
    assert caught.value.code == "insufficient_balance"
    assert made(harness) == []


def test_a_request_that_can_not_have_reached_the_exchange_is_sent_again(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusals = iter([KalshiNetworkError("no connection could be made", "POST", "/", may_have_reached_exchange=False)])
    send = intra_exchange_instance_transfer.sync

    def refused_once(**arguments: Any) -> Any:
        for refusal in refusals:
            raise refusal
        return send(**arguments)

    monkeypatch.setattr(intra_exchange_instance_transfer, "sync", refused_once)
    assert move(harness).answer is not None
    assert len(made(harness)) == 1


def conflict(harness: Harness, *, act: bool) -> None:
    """Have the exchange reject the id as used, after it acted, as if something on the way had sent it twice, or not."""
    handlers = harness.exchange.answers.handlers
    handler = handlers[TRANSFER]

    def reject(request: CheckedRequest) -> Answer:
        if act:
            handler(request)
        raise ErrorAnswer(409, "transfer_already_exists", "transfer already exists", "")

    handlers[TRANSFER] = reject


def test_a_used_id_is_the_transfer_itself(harness: Harness) -> None:
    conflict(harness, act=True)
    assert move(harness).answer is None
    assert len(made(harness)) == 1


def test_a_conflict_without_a_transfer_is_raised(harness: Harness) -> None:
    conflict(harness, act=False)
    with pytest.raises(KalshiConflictError):
        move(harness)


def test_a_held_client_sends_no_transfer(harness: Harness) -> None:
    stop_trading.sync(client=harness.client)
    try:
        with pytest.raises(TradingStoppedError):
            move(harness)
    finally:
        stop_trading.release(harness.client)
    assert made(harness) == []


def test_a_task_that_is_canceled_says_the_id(harness: Harness) -> None:
    rule = harness.exchange.faults.add(Delay(30, "before_answering"), operation=TRANSFER)

    async def cancel() -> None:
        arguments = {"amount": AMOUNT, "from_shard": 0, "to_shard": 2}
        task = asyncio.create_task(transfer.asyncio(client=harness.client, **arguments))
        while not made(harness):
            await asyncio.sleep(0.001)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError) as caught:
        harness.runner.run(cancel())
    assert rule.calls == 1
    (only,) = made(harness)
    assert caught.value.__notes__ == [f"may have been transferred: client_transfer_id {only.client_transfer_id}"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": 1.5}, "amount"),
        ({"amount": Decimal("0.00001")}, "amount"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal(-1)}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"from_shard": -1}, "from_shard"),
        ({"to_shard": True}, "to_shard"),
        ({"to_shard": "2"}, "to_shard"),
        ({"to_shard": 0}, "to_shard"),
        ({"to_shard": 101}, "destination_exchange_shard"),
        ({"timeout": 0}, "timeout"),
    ],
)
def test_what_is_no_transfer_is_refused_before_anything_is_sent(
    harness: Harness, fields: dict[str, Any], field: str
) -> None:
    rule = harness.exchange.faults.add(Reset("before_reading"))
    with pytest.raises(InvalidRequestError) as caught:
        move(harness, **fields)
    assert caught.value.field == field
    assert rule.calls == 0


def test_under_faults_of_every_kind_no_outcome_is_wrong(hasty_harness: Harness) -> None:
    """What was said to be made was made once; what was said not to be made never was."""
    harness, chance = hasty_harness, Random(7)
    faulting = Faulting(harness.exchange, chance, 0.95, KINDS)
    outcomes: list[tuple[Fault | str | None, Decimal, Any]] = []
    for number in range(2 * len(KINDS)):
        # By its amount the exchange's own record is known.
        fault, amount = faulting.deal(TRANSFER), Decimal(number + 1) / 10_000
        try:
            found: Any = move(harness, MODES[number % 2], amount=amount, timeout=chance.choice([3.0, 90.0, 90.0]))
        except KalshiError as error:
            found = error
        outcomes.append((fault, amount, found))
    harness.arrive()
    amounts = [each.amount for each in made(harness)]
    words = [f"{fault}: {found!r}" for fault, amount, found in outcomes if not _is_right(amounts.count(amount), found)]
    assert words == []
    kinds = {type(found) for _, _, found in outcomes}
    assert {TransferredCash, TransferNotAppliedError, TransferStateUnknownError} <= kinds
    assert any(isinstance(found, TransferredCash) and found.answer is None for _, _, found in outcomes)


def _is_right(times: int, found: Any) -> bool:
    if isinstance(found, TransferStateUnknownError):
        return times <= 1
    return times == (1 if isinstance(found, TransferredCash) else 0)
