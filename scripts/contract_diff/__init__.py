"""Tell what changed between two specs, what it breaks on the wire and in Python, and which release it owes."""
