from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class MaintenanceMarginMatrices(Model, kw_only=True):
    """The matrices of scenarios by what they are for."""

    hvar: MaintenanceMarginMatrix | Unset = UNSET
    """Scenarios for historical value at risk."""

    apc: MaintenanceMarginMatrix | Unset = UNSET
    """APC scenarios."""

    aug: MaintenanceMarginMatrix | Unset = UNSET
    """Augmented stress scenarios."""

    funding: MaintenanceMarginMatrix | Unset = UNSET
    """Scenarios for funding."""


from ..models.maintenance_margin_matrix import MaintenanceMarginMatrix
