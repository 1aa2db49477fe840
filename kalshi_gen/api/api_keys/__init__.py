"""The operations with the tag `api_keys`, a module for each."""
