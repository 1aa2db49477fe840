"""The live stream, generated from its spec, version 2.0.0.

`models` has a class for each message and command. `channels`, `commands` and `error_codes` are tables. `codec` decodes
frames into messages and encodes commands. Nothing here opens a connection: `kalshi_overlay.stream` does.
"""
