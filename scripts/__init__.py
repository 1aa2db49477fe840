"""The tools that turn Kalshi's published specs into this repository's client.

`vendor` and `vendoring/` fetch and check a spec, `generate` and `generation/` write `kalshi_gen`, `contract_diff/`
compares two specs, `contract_news/` reads what is announced, `bump` follows a new spec, and `check` verifies the
result. The rest are benchmarks and release checks.
`kalshi_gen` and `kalshi_overlay` are imported only inside the functions that measure or draw them.
"""
