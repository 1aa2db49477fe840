"""Every error of this package.

* KalshiError
  * AuthRequiredError
  * WrongClientError
  * KalshiConfigError (a ValueError)
    * MissingExtraError (a ModuleNotFoundError)
  * ClientStateError (a RuntimeError)
  * UnexpectedStatus
    * KalshiValidationError
      * InvalidRequestError (a ValueError)
    * KalshiAuthError
    * KalshiForeignAnswerError
    * KalshiNotFoundError
    * KalshiConflictError
    * KalshiRateLimitError
    * KalshiServerError
  * KalshiDecodeError
  * KalshiTransportError (an httpx.TransportError)
    * KalshiTimeoutError (an httpx.TimeoutException)
    * KalshiPoolExhaustedError (an httpx.PoolTimeout)
    * KalshiNetworkError (an httpx.NetworkError)
    * RateLimiterError
      * RateLimiterTimeoutError
      * RequestExceedsBucketError
  * OrderStateUnknownError
  * OrderNotAppliedError
  * OrderRejectedError
  * DuplicateOrderError
  * OrderEndedError
  * OrderRestingError (a TimeoutError)
  * OrderLogError
  * LimitExceededError
  * TradingStoppedError
  * TradingNotStoppedError
  * TransferStateUnknownError
  * TransferNotAppliedError
  * UnusableAnswerError
  * UnknownFeeError
  * KalshiStreamError
    * KalshiHandshakeError
    * KalshiStreamLostError
    * KalshiSubscriptionError
    * KalshiBackpressureError
    * KalshiConfirmTimeoutError (a TimeoutError)
    * KalshiSnapshotTimeoutError (a TimeoutError)
  * KalshiFrameError
  * FrameValueError (a ValueError)
* KalshiKeyFileWarning (a UserWarning)
* OrderLogWarning (a UserWarning)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kalshi_gen.errors import AuthRequiredError as AuthRequiredError
from kalshi_gen.errors import InvalidRequestError as InvalidRequestError
from kalshi_gen.errors import KalshiAuthError as KalshiAuthError
from kalshi_gen.errors import KalshiConflictError as KalshiConflictError
from kalshi_gen.errors import KalshiDecodeError as KalshiDecodeError
from kalshi_gen.errors import KalshiError as KalshiError
from kalshi_gen.errors import KalshiForeignAnswerError as KalshiForeignAnswerError
from kalshi_gen.errors import KalshiFrameError as KalshiFrameError
from kalshi_gen.errors import KalshiNotFoundError as KalshiNotFoundError
from kalshi_gen.errors import KalshiRateLimitError as KalshiRateLimitError
from kalshi_gen.errors import KalshiServerError as KalshiServerError
from kalshi_gen.errors import KalshiValidationError as KalshiValidationError
from kalshi_gen.errors import UnexpectedStatus as UnexpectedStatus
from kalshi_gen.errors import WrongClientError as WrongClientError
from kalshi_overlay.errors.requests import ClientStateError as ClientStateError
from kalshi_overlay.errors.requests import KalshiConfigError as KalshiConfigError
from kalshi_overlay.errors.requests import KalshiKeyFileWarning as KalshiKeyFileWarning
from kalshi_overlay.errors.requests import KalshiNetworkError as KalshiNetworkError
from kalshi_overlay.errors.requests import KalshiPoolExhaustedError as KalshiPoolExhaustedError
from kalshi_overlay.errors.requests import KalshiTimeoutError as KalshiTimeoutError
from kalshi_overlay.errors.requests import KalshiTransportError as KalshiTransportError
from kalshi_overlay.errors.requests import MissingExtraError as MissingExtraError
from kalshi_overlay.errors.requests import RateLimiterError as RateLimiterError
from kalshi_overlay.errors.requests import RateLimiterTimeoutError as RateLimiterTimeoutError
from kalshi_overlay.errors.requests import RequestExceedsBucketError as RequestExceedsBucketError

if TYPE_CHECKING:
    from kalshi_overlay.errors.frames import FrameValueError as FrameValueError
    from kalshi_overlay.errors.orders import DuplicateOrderError as DuplicateOrderError
    from kalshi_overlay.errors.orders import LimitExceededError as LimitExceededError
    from kalshi_overlay.errors.orders import OrderEndedError as OrderEndedError
    from kalshi_overlay.errors.orders import OrderLogError as OrderLogError
    from kalshi_overlay.errors.orders import OrderLogWarning as OrderLogWarning
    from kalshi_overlay.errors.orders import OrderNotAppliedError as OrderNotAppliedError
    from kalshi_overlay.errors.orders import OrderRejectedError as OrderRejectedError
    from kalshi_overlay.errors.orders import OrderRestingError as OrderRestingError
    from kalshi_overlay.errors.orders import OrderStateUnknownError as OrderStateUnknownError
    from kalshi_overlay.errors.orders import TradingNotStoppedError as TradingNotStoppedError
    from kalshi_overlay.errors.orders import TradingStoppedError as TradingStoppedError
    from kalshi_overlay.errors.orders import UnknownFeeError as UnknownFeeError
    from kalshi_overlay.errors.orders import UnusableAnswerError as UnusableAnswerError
    from kalshi_overlay.errors.shards import TransferNotAppliedError as TransferNotAppliedError
    from kalshi_overlay.errors.shards import TransferStateUnknownError as TransferStateUnknownError
    from kalshi_overlay.errors.stream import KalshiBackpressureError as KalshiBackpressureError
    from kalshi_overlay.errors.stream import KalshiConfirmTimeoutError as KalshiConfirmTimeoutError
    from kalshi_overlay.errors.stream import KalshiHandshakeError as KalshiHandshakeError
    from kalshi_overlay.errors.stream import KalshiSnapshotTimeoutError as KalshiSnapshotTimeoutError
    from kalshi_overlay.errors.stream import KalshiStreamError as KalshiStreamError
    from kalshi_overlay.errors.stream import KalshiStreamLostError as KalshiStreamLostError
    from kalshi_overlay.errors.stream import KalshiSubscriptionError as KalshiSubscriptionError

# What a program that only sends requests doesn't need takes longer to import than all the rest here.
_LATER = ("frames", "orders", "shards", "stream")


def _later() -> dict[str, Any]:
    """The errors of frames, of orders, of shards and of the stream, by their names."""
    parts = [vars(import_module(f"{__name__}.{part}")) for part in _LATER]
    return {name: kind for part in parts for name, kind in part.items() if name.endswith(("Error", "Warning"))}


def __getattr__(name: str) -> Any:
    """Import an error of frames, of orders, of shards or of the stream when it is first used."""
    if name.endswith(("Error", "Warning")) and name in (found := _later()):
        globals().update(found)
        return found[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_later()})
