from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "",
    "banded_centi_cent",
    "center_centi_edge_centi_cent",
    "center_deci_edge_centi_cent",
    "center_half_edge_deci_cent",
    "center_half_edge_half_cent",
    "center_half_edge_quint_cent",
    "center_quint_edge_deci_cent",
    "center_quint_edge_quint_cent",
    "center_whole_edge_half_cent",
    "center_whole_edge_quint_cent",
    "deci_cent",
    "linear_cent",
    "tapered_deci_cent",
]

if TYPE_CHECKING:
    LifecyclePriceLevelStructure: TypeAlias = _Known
    """Name of the price steps of a market; empty if unknown."""
else:
    LifecyclePriceLevelStructure = open_enum(_Known)
