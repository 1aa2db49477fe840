"""Generate `kalshi_gen` from the vendored specs: openapi-python-client with our types and the templates here."""
