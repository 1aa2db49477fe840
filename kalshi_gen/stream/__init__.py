"""The live stream of the spec, version 2.0.0.

`models` has a class for each message and command, `channels` the table of channels, `commands` that of commands,
`error_codes` that of errors, and `codec` turns frames into messages and commands into frames. Nothing here connects.
"""
