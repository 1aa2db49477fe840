"""Decode the frames of the stream into messages, and encode commands. Nothing here uses a socket."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import msgspec

from ..errors import InvalidRequestError, KalshiFrameError
from ..runtime.decoding import decode as decode_declared
from ..runtime.decoding import field_types
from ..runtime.encoding import to_wire
from .commands import ACTIONS, COMMANDS
from .messages import FORMS, UnknownMessage, model_of

if TYPE_CHECKING:
    from ..runtime.drift import SpecDrift
    from ..runtime.model import Model
    from .messages import Form, Message

# One decoder for all types with a single form: it chooses the class by the type, in one pass over the frame.
_of_one_form: Any = reduce(or_, (model_of(forms[0].model) for forms in FORMS.values() if len(forms) == 1))
_decode = msgspec.json.Decoder(_of_one_form).decode


def decode(frame: bytes | str) -> tuple[Message, tuple[SpecDrift, ...]]:
    """Decode a frame.

    Args:
        frame: A complete text frame, as text or as bytes.

    Returns:
        The message, of the class for its type or an `UnknownMessage`; and where it doesn't match the spec.

    Raises:
        KalshiFrameError: The frame is not JSON, or not an object with a type.
    """
    try:
        return _decode(frame), ()
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return _decode_by_envelope(frame if isinstance(frame, bytes) else frame.encode(errors="surrogatepass"))


def encode(command: Model) -> bytes:
    """Encode a command.

    Args:
        command: A command of `models`, such as a `SubscribeCommand`.

    Returns:
        The frame.

    Raises:
        InvalidRequestError: A field is not what the spec allows.
    """
    return msgspec.json.encode(to_wire(command, type(command), ""))


def encode_command(command_id: int, name: str, parameters: Mapping[str, Any] | None) -> bytes:
    """Encode a command by its name.

    Args:
        command_id: Its `id`.
        name: Its `cmd`, one of `commands.COMMANDS`.
        parameters: Its `params`; None for a command that has none.

    Returns:
        The frame.

    Raises:
        InvalidRequestError: A parameter is not what the spec takes, or there is no such action.
    """
    action = None if parameters is None else parameters.get("action")
    if action is not None and action not in ACTIONS:
        raise InvalidRequestError("action", f"{action!r} is none that there is; use one of {', '.join(ACTIONS)}")
    command = model_of(COMMANDS[name][0] if action is None else ACTIONS[action])
    if parameters is None:
        return encode(command(id=command_id))
    takes = field_types(command)["params"]
    for parameter, value in parameters.items():
        if parameter not in field_types(takes):
            raise InvalidRequestError(parameter, f"the command {action or name} does not take it")
        if value is None:
            # Left out, it could make the command one about every market.
            raise InvalidRequestError(parameter, "must not be None; leave it out")
    return encode(command(id=command_id, params=takes(**parameters)))


def _decode_by_envelope(content: bytes) -> tuple[Message, tuple[SpecDrift, ...]]:
    try:
        envelope, drifts = decode_declared(content, UnknownMessage, "stream")
        if not isinstance(envelope.type, str):
            raise KalshiFrameError(content, "it has no type")
        forms = FORMS.get(envelope.type)
        if forms is None:
            return envelope, drifts
        return decode_declared(content, model_of(_form(forms, envelope).model), envelope.type)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise KalshiFrameError(content, str(error)) from error


def _form(forms: tuple[Form, ...], envelope: UnknownMessage) -> Form:
    """The form that a message has, among those of its type."""
    if len(forms) == 1:
        return forms[0]
    msg = msgspec.json.decode(envelope.msg) if envelope.msg else None
    return next((form for form in forms if form.fits(msg)), forms[-1])
