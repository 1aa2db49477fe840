"""Compare two specs: what changed, what breaks on the wire and in Python, and which release that calls for."""
