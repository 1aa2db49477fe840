from __future__ import annotations

from decimal import Decimal

from ..models.incentive_program_incentive_type import IncentiveProgramIncentiveType
from ..runtime.model import Model
from ..types import UNSET, AwareDatetime, Unset


class IncentiveProgram(Model, kw_only=True):
    """A program that rewards trading activity in one market over a period."""

    id: str
    """Identifier of the incentive program."""

    market_id: str
    """Identifier of the market the program rewards."""

    market_ticker: str
    """Ticker of the market the program rewards."""

    incentive_type: IncentiveProgramIncentiveType
    """What is rewarded: `liquidity` resting liquidity, `volume` traded volume, `margin_maker_volume` maker
    volume on margin, `margin_taker_volume` taker volume on margin.
    """

    incentive_description: str
    """Description of the program in plain text."""

    start_date: AwareDatetime
    """UTC time at which the program starts."""

    end_date: AwareDatetime
    """UTC time at which the program ends."""

    period_reward: int
    """Reward for the entire period, in centi-cents (10,000 to the US dollar)."""

    paid_out: bool
    """True once the reward is paid."""

    discount_factor_bps: int | None | Unset = UNSET
    """Discount factor, in basis points (hundredths of a percent); null or absent where the program has
    none.
    """

    target_size_fp: Decimal | None | Unset = UNSET
    """Target size of the program, in contracts; null or absent where the program has none."""

    max_reward_per_account: int | None | Unset = UNSET
    """Most that one account can earn, in centi-cents (10,000 to the US dollar); null or absent where the
    program has no cap.
    """
