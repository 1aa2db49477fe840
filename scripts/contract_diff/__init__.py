"""Tell what changed between two contracts, what it breaks on the wire and in Python, and which release it owes."""
