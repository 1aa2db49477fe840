"""Measure the client against the least that the work can cost, and against other people's clients.

`python -m scripts.bench` measures every row of `rows.ROWS`, `figures` makes a page of
the result, and `compare` measures two revisions in turn. What is measured runs in processes of its own (`side`).
They do one round whenever they are asked. So the rounds of all sides alternate, and load affects each alike.
"""
