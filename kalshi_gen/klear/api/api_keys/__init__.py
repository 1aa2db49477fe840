"""The operations with the tag `api_keys`, each in a module of its own."""
