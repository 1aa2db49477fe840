"""The code that all generated modules share: it encodes requests and decodes responses.

Users import `client`, `errors` and `types`, one level up. Nothing here imports a generated model.
"""
