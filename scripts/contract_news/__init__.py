"""What the exchange has announced, and the vendored specs don't have yet.

`feed` reads the changelog, `index` the list of pages, `vendored` what the specs have, and `mentions` finds which of it
an announcement names. `news` puts them together, and `reports` shows the result.
"""
