"""The WebSocket stream: `server` accepts readers, `feed` turns events of the engine into messages for them.

It imports the engine and `live`, which must not import it.
"""
