"""Corporate actions, as you schedule and apply them.

What they do is ours; the exchange publishes their terms alone.

| type | positions | resting orders | balance | market |
|---|---|---|---|---|
| cash (dividends, spin-offs) | stay | stay | longs receive the cash for each contract, shorts pay it | stays |
| split | contracts times `ratio_new` / `ratio_old`; cost and profit stay | canceled | stays | index times `ratio_old` / `ratio_new`, version + 1 |
| final settlement | closed at the price | canceled | the realised profit | closed, version + 1 |
| ticker change | stay | stay | stays | the new ticker, with all its history, version + 1 |

A split that would leave parts of 0.01 contracts, or a position of more than a billion, is rejected. No fills are
recorded. The market isn't halted: each action is one operation.
"""  # noqa: E501 - a table

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import evolve, frozen

from kalshi_sandbox.engine.operation import operation
from kalshi_sandbox.engine.order import MAX_COUNT, ZERO, Side
from kalshi_sandbox.engine.rejection import EngineRejection, conflict, invalid, not_found

from .events import CorporateActionApplied, CorporateActionUpdated, MarketUpdated
from .execution import cancel_resting
from .market import MAX_PRICE, Market, check_payment
from .notices import ActionStatus, CashTerms, CorporateAction, FinalSettlementTerms, SplitTerms, Terms
from .state import State

_COUNT_STEP = Decimal("0.01")
_MAX_RATIO = Decimal(1_000_000)


@frozen(eq=False)
class CorporateActions:
    """Corporate actions of all markets. An unknown ticker or id is rejected with 404."""

    _state: State

    @operation
    def schedule(self, ticker: str, terms: Terms, execution_time: datetime | None = None) -> CorporateAction:
        """Give notice of a corporate action.

        Args:
            execution_time: When it is applied; None leaves that to you. If it can't be applied then, it lapses.

        Raises:
            EngineRejection: 404; 400 for the terms or the time; 409 if the market is closed.
        """
        state, market = self._state, self._state.market(ticker)
        self._check_terms(market, terms)
        if execution_time is not None and execution_time <= state.clock.now():
            raise invalid("execution_time", "is not in the future")
        action = CorporateAction(
            action_id=state.identifiers.next(),
            market=market,
            ticker=market.ticker,
            old_ticker=market.ticker,
            terms=terms,
            status="scheduled",
            updated_time=state.clock.now(),
            execution_time=execution_time,
        )
        self._store(action)
        if execution_time is not None:
            state.schedule(execution_time, lambda: self._run_due(action.action_id))
        return action

    @operation
    def apply(self, action_id: str) -> CorporateAction:
        """Apply a scheduled corporate action.

        Raises:
            EngineRejection: 404; 409 if it isn't scheduled any more or can't be applied now.
        """
        return self._apply(self._scheduled(action_id))

    @operation
    def cancel(self, action_id: str) -> CorporateAction:
        """Cancel a scheduled corporate action.

        Raises:
            EngineRejection: 404; 409 if it isn't scheduled any more.
        """
        return self._ended(self._scheduled(action_id), "cancelled")

    @operation
    def all(self, ticker: str | None = None) -> list[CorporateAction]:
        """Notices for a market or for all, in the order in which they were given (GetMarginCorporateActions)."""
        market = None if ticker is None else self._state.market(ticker)
        return [action for action in self._state.actions.values() if market in (None, action.market)]

    def _scheduled(self, action_id: str) -> CorporateAction:
        action = self._state.actions.get(action_id)
        if action is None:
            raise not_found("corporate_action", action_id)
        if action.status != "scheduled":
            raise conflict("invalid_status", "corporate action is not scheduled", f"{action_id} is {action.status}")
        return action

    def _run_due(self, action_id: str) -> None:
        action = self._state.actions[action_id]
        if action.status == "scheduled":
            try:
                self._apply(action)
            except EngineRejection:
                self._ended(action, "lapsed")

    def _apply(self, action: CorporateAction) -> CorporateAction:
        state, market, terms, now = self._state, action.market, action.terms, self._state.clock.now()
        self._check_terms(market, terms)
        before = state.mark(market)
        if isinstance(terms, CashTerms):
            for position in state.positions.in_market(market):
                state.ledger.pay_rounded(position.owner, position.count * terms.cash_per_contract, now)
        elif isinstance(terms, SplitTerms):
            self._split(market, terms.ratio_new, terms.ratio_old)
        elif isinstance(terms, FinalSettlementTerms):
            self._settle(market, terms.settlement_price_per_contract)
        else:
            market.ticker = terms.new_ticker
        if not isinstance(terms, CashTerms):
            market.version += 1
            state.record_quote(market)
            state.bus.queue(MarketUpdated(market))
        applied = self._ended(action, "applied")
        state.bus.queue(
            CorporateActionApplied(
                action=applied, ticker=market.ticker, mark_before=before, mark_after=state.mark(market), time=now
            )
        )
        return applied

    def _split(self, market: Market, new: Decimal, old: Decimal) -> None:
        state, now = self._state, self._state.clock.now()
        positions = state.positions.in_market(market)
        for position in positions:
            if position.count * new % (old * _COUNT_STEP):
                details = f"{position.count} contracts times {new} / {old} is no multiple of {_COUNT_STEP}"
                raise conflict("split_leaves_fractions", "split leaves fractions of contracts", details)
            if abs(position.count) * new > MAX_COUNT * old:
                details = f"{position.count} contracts times {new} / {old} is more than {MAX_COUNT}"
                raise conflict("split_too_large", "split makes too many contracts", details)
        if market.index.price(now) * old > MAX_PRICE * new:
            raise conflict("split_too_large", "split makes too high a price", f"the index is above {MAX_PRICE}")
        self._cancel_all(market)
        for position in positions:
            count = (position.count * new / old).quantize(_COUNT_STEP)
            state.positions.store(evolve(position, count=count, last_update_time=now))
        state.open_interest[market] = (state.open_interest[market] * new / old).quantize(_COUNT_STEP)
        market.index.scale(now, old / new)

    def _settle(self, market: Market, price: Decimal) -> None:
        state, now = self._state, self._state.clock.now()
        self._cancel_all(market)
        for position in state.positions.in_market(market):
            side: Side = "ask" if position.count > ZERO else "bid"
            count = abs(position.count)
            after = position.filled(side, count, price, ZERO, now)
            state.positions.store(after)
            state.ledger.pay(position.owner, after.realized_pnl - position.realized_pnl, now)
        state.open_interest[market] = ZERO
        market.status, market.halt_sources = "closed", ("corporate_action",)
        market.index.fix(now, price)

    def _cancel_all(self, market: Market) -> None:
        cancel_resting(self._state, "corporate_action", lambda order: order.market is market)

    def _check_terms(self, market: Market, terms: Terms) -> None:
        """Reject terms that don't fit the market now."""
        if market.status == "closed":
            raise conflict("market_not_active", "market is closed", market.ticker, about=market.status)
        if isinstance(terms, CashTerms):
            check_payment("cash_per_contract", terms.cash_per_contract)
        elif isinstance(terms, SplitTerms):
            for name, ratio in (("ratio_old", terms.ratio_old), ("ratio_new", terms.ratio_new)):
                _check(name, ratio.is_finite() and 1 <= ratio * _MAX_RATIO <= _MAX_RATIO**2, ratio)
        elif isinstance(terms, FinalSettlementTerms):
            price = terms.settlement_price_per_contract
            check_payment("settlement_price_per_contract", price)
            _check("settlement_price_per_contract", price >= ZERO, price)
        elif any(each.ticker == terms.new_ticker for each in self._state.markets.values()):
            raise conflict("market_exists", "market exists already", terms.new_ticker)

    def _ended(self, action: CorporateAction, status: ActionStatus) -> CorporateAction:
        return self._store(
            evolve(action, status=status, ticker=action.market.ticker, updated_time=self._state.clock.now())
        )

    def _store(self, action: CorporateAction) -> CorporateAction:
        self._state.actions[action.action_id] = action
        self._state.bus.queue(CorporateActionUpdated(action))
        return action


def _check(field: str, is_valid: bool, value: Decimal) -> None:
    if not is_valid:
        raise invalid(field, f"{value} can't be applied")
