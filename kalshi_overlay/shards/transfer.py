"""Move cash from one shard to another exactly once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeVar
from uuid import UUID, uuid4

from attrs import define, field

from kalshi_gen.api.portfolio import get_intra_exchange_instance_transfers, intra_exchange_instance_transfer
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError, KalshiConflictError, KalshiError
from kalshi_gen.models.intra_exchange_instance_transfer_request import IntraExchangeInstanceTransferRequest
from kalshi_overlay.errors import TransferNotAppliedError, TransferStateUnknownError, UnusableAnswerError
from kalshi_overlay.flow import Flow, run, run_async
from kalshi_overlay.money import centicents_from_dollars
from kalshi_overlay.orders.context import DeadlinePassed, Moment, OperationContext
from kalshi_overlay.orders.events import EVENTS
from kalshi_overlay.orders.reading import Freshness, Listing, Stage, read_pages
from kalshi_overlay.orders.resending import backoff, did_nothing
from kalshi_overlay.shards.results import TransferredCash

E = TypeVar("E")

DEFAULT_TIMEOUT = 90.0
"""Seconds that are enough to be certain, if the exchange can be read."""

_EVENT_CONTRACTS: Final = "event_contract"
_LARGEST_PAGE = 500
_EXPIRED = "the signature of the request has expired, and the list of transfers doesn't show it"
_EQUAL = "the list of transfers shows an equal one without an id, which may be this one or another"
_NO_TIME = "it is not certain in time whether the list shows it"


def sync(
    *,
    client: AuthenticatedClient,
    amount: Decimal,
    from_shard: int,
    to_shard: int,
    timeout: float = DEFAULT_TIMEOUT,
) -> TransferredCash:
    """Move cash of the primary account from one shard to another exactly once.

    The request is sent once. If the response is lost or can't be used, the list of transfers is read until it shows
    the transfer, or until the request can't take effect any more. A second call makes a second transfer.

    Args:
        client: A signed client.
        amount: US dollars, with four decimals at most.
        from_shard: Index of the shard that pays.
        to_shard: Index of the shard that receives.
        timeout: Seconds after which no further request is started. With the default or more it becomes certain whether
            the transfer was made, if the exchange can be read.

    Returns:
        The transfer, which the exchange has accepted. The cash arrives some seconds later; `balances` shows when.

    Raises:
        TransferStateUnknownError: It is not known in time whether the transfer was made; look for its id.
        TransferNotAppliedError: The transfer was not made, and won't be.
        InvalidRequestError: The amount or a shard is none; nothing was sent.
        KalshiError: The exchange rejected the transfer, or nothing was sent.

    Operation: `IntraExchangeInstanceTransfer`; reads `GetIntraExchangeInstanceTransfers` and `GetUserDataTimestamp`.
    """
    return run(_transfer(client, amount, from_shard, to_shard, timeout))


async def asyncio(
    *,
    client: AuthenticatedClient,
    amount: Decimal,
    from_shard: int,
    to_shard: int,
    timeout: float = DEFAULT_TIMEOUT,
) -> TransferredCash:
    """Like `sync`, without blocking. If the task is canceled meanwhile, a note on the error has the transfer's id."""
    return await run_async(_transfer(client, amount, from_shard, to_shard, timeout))


def _transfer(
    client: AuthenticatedClient, amount: Decimal, from_shard: int, to_shard: int, timeout: float
) -> Flow[TransferredCash]:
    for name, shard in (("from_shard", from_shard), ("to_shard", to_shard)):
        if type(shard) is not int or shard < 0:
            raise InvalidRequestError(name, f"must be the index of a shard, 0 or more, not {shard!r}")
    if from_shard == to_shard:
        raise InvalidRequestError("to_shard", "is the shard that pays; give another one")
    centicents = _centicents(amount)
    # It may have been given as a text.
    transfer = _Transfer(OperationContext(EVENTS, client, timeout), Decimal(amount), from_shard, to_shard, centicents)
    try:
        return (yield from transfer.make())
    except DeadlinePassed as end:
        raise transfer.context.not_sent(end) or transfer.error(TransferStateUnknownError, _NO_TIME) from None
    except KalshiError:
        raise
    except BaseException as error:
        # Canceled or interrupted: by this id the caller finds what may have been transferred.
        error.add_note(f"may have been transferred: client_transfer_id {transfer.client_transfer_id}")
        raise


def _centicents(amount: Decimal) -> int:
    try:
        centicents = centicents_from_dollars(amount)
    except InvalidRequestError as error:
        raise InvalidRequestError("amount", error.args[1]) from None
    if centicents <= 0:
        raise InvalidRequestError("amount", f"must be above 0, not {amount}; exchange the shards to move it back")
    return centicents


@define
class _Transfer:
    """A transfer, and what is known of it."""

    context: OperationContext
    amount: Decimal
    from_shard: int
    to_shard: int
    centicents: int
    client_transfer_id: UUID = field(factory=uuid4, init=False)
    # The rejection of the id, and since when reads would show the transfer that has used it.
    _conflict: KalshiConflictError | None = field(default=None, init=False)
    _asked: Moment = field(init=False)
    _freshness: Freshness = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._asked, self._freshness = self.context.began, Freshness(self.context)

    def make(self) -> Flow[TransferredCash]:
        """Send the transfer, and look for it if there is no usable answer."""
        body = IntraExchangeInstanceTransferRequest(
            client_transfer_id=self.client_transfer_id,
            source=_EVENT_CONTRACTS,
            destination=_EVENT_CONTRACTS,
            amount=self.centicents,
            source_exchange_shard=self.from_shard,
            destination_exchange_shard=self.to_shard,
        )
        try:
            answer = yield from self.context.send(intra_exchange_instance_transfer, body=body)
            return self._made(answer.transfer_id, answer)
        except KalshiConflictError as error:
            # Sent once and yet used: something on the way may have sent it twice.
            self._conflict, self._asked = error, Moment.now()
        except KalshiError as error:
            if did_nothing(error):
                raise
            self.context.record_in_flight(error)
        polls = backoff(0.1, 3.0, 1.5)
        while True:
            yield from self.context.pause(next(polls))
            try:
                found = yield from self._look()
            except KalshiError as error:
                if isinstance(error, TransferNotAppliedError | TransferStateUnknownError | KalshiConflictError):
                    raise
                self.context.record_error(error)
            else:
                if found is not None:
                    return found

    def error(self, kind: Callable[..., E], reason: str) -> E:
        """An error about this transfer."""
        return kind(self.amount, self.from_shard, self.to_shard, self.client_transfer_id, reason, self.context.errors)

    def _made(self, transfer_id: Any, answer: Any = None) -> TransferredCash:
        if not isinstance(transfer_id, str) or not transfer_id:
            raise UnusableAnswerError("the answer about a transfer lacks its transfer_id")
        return TransferredCash(
            transfer_id=transfer_id,
            client_transfer_id=self.client_transfer_id,
            amount=self.amount,
            from_shard=self.from_shard,
            to_shard=self.to_shard,
            answer=answer,
        )

    def _look(self) -> Flow[TransferredCash | None]:
        """The transfer, if the list shows it; raises what its absence means."""
        yield from self._freshness.refresh(self._asked)
        listing, sources = Listing(set(), is_complete=True), list[Any]()
        filters = {"limit": _LARGEST_PAGE}
        yield from read_pages(self.context, get_intra_exchange_instance_transfers, filters, listing, sources.extend)
        for source in sources:
            if isinstance(source, dict) and str(source.get("client_transfer_id")).lower() == str(
                self.client_transfer_id
            ):
                return self._made(source.get("transfer_id"))
        if not listing.is_complete:
            return None
        if self._freshness.stage(self._asked, self.context.last_in_flight) is not Stage.FINAL:
            return None
        if any(self._may_be(source) for source in sources):
            raise self.error(TransferStateUnknownError, _EQUAL)
        raise self._conflict or self.error(TransferNotAppliedError, _EXPIRED)

    def _may_be(self, source: Any) -> bool:
        """Whether a listed transfer without an id could be this one: it is equal to it, or can't be read."""
        if not isinstance(source, dict):
            return True
        if source.get("client_transfer_id"):
            return False
        began = self._freshness.began
        created = source.get("created_ts")
        if began is not None and isinstance(created, int) and created < int(began.timestamp()):
            return False
        shards = (source.get("source_exchange_shard"), source.get("destination_exchange_shard"))
        try:
            amount = Decimal(str(source.get("amount")))
        except InvalidOperation:
            return True
        # The spec says dollars here, and centicents in the request.
        return shards == (self.from_shard, self.to_shard) and amount in (self.amount, self.centicents)
