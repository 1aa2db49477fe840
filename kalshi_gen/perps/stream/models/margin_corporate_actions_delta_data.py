from __future__ import annotations

from ....runtime.model import Model


class MarginCorporateActionsDeltaData(Model, kw_only=True):
    """The notice."""

    corporate_action: MarginCorporateAction
    """A corporate action that the exchange has applied to a market, with the terms of its kind alone."""


from ..models.margin_corporate_action import MarginCorporateAction
