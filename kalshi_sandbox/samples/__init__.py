"""Samples of each API, which its answers from the schemas are made of."""

from __future__ import annotations

from ..spec import ApiName
from .events import EVENTS
from .kinds import Samples
from .klear import KLEAR
from .perps import PERPS

SAMPLES: dict[ApiName, Samples] = {"api": EVENTS, "perps": PERPS, "klear": KLEAR}

__all__ = ["EVENTS", "SAMPLES", "Samples"]
