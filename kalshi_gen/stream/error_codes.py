"""The errors that the stream reports, by number."""

from __future__ import annotations

from ..runtime.stream import ErrorCode as ErrorCode

ERROR_CODES: dict[int, ErrorCode] = {
    1: ErrorCode(1, "not_processed", "The exchange could not process the message."),
    2: ErrorCode(2, "params_missing", "The command has no params."),
    3: ErrorCode(3, "channels_missing", "The subscription names no channels."),
    4: ErrorCode(4, "sids_missing", "The command names no sids."),
    5: ErrorCode(5, "command_unknown", "There is no such command."),
    7: ErrorCode(7, "sid_unknown", "There is no subscription of this number."),
    8: ErrorCode(8, "channel_unknown", "There is no such channel."),
    9: ErrorCode(9, "not_authenticated", "The channel needs a signed connection."),
    10: ErrorCode(10, "channel_error", "The channel failed; subscribe again.", terminal=True),
    11: ErrorCode(11, "parameter_invalid", "A parameter is not of its form."),
    12: ErrorCode(12, "one_sid_needed", "An update takes exactly one sid."),
    13: ErrorCode(13, "action_unsupported", "The channel has no such action."),
    14: ErrorCode(14, "market_missing", "The channel needs a market."),
    15: ErrorCode(15, "action_missing", "The update names no action."),
    18: ErrorCode(18, "command_timeout", "The exchange took too long over the command."),
    19: ErrorCode(19, "shard_factor_not_positive", "The shard factor must be at least 1."),
    20: ErrorCode(20, "shard_factor_missing", "A shard key needs a shard factor."),
    21: ErrorCode(21, "shard_key_out_of_range", "The shard key must be from 0 to the factor less one."),
    22: ErrorCode(22, "shard_factor_too_large", "The shard factor must be at most 100."),
    23: ErrorCode(23, "match_ids_missing", "The command needs match ids."),
    24: ErrorCode(24, "index_ids_missing", "The action needs index ids."),
    25: ErrorCode(25, "buffer_overflow", "The messages were read too slowly; subscribe again.", terminal=True),
    26: ErrorCode(26, "too_many_markets", "The subscription can't hold so many markets."),
    27: ErrorCode(27, "too_many_commands", "Commands came too fast for the subscription."),
    28: ErrorCode(28, "underlying_tickers_missing", "The action needs underlying tickers."),
}
"""The error codes of the spec; the exchange may send others."""
