"""What every generated module is built on: requests out, responses in.

Users import `client`, `errors` and `types`, one level up. Nothing here knows a generated model.
"""
