"""Other people's clients, each in its own environment, doing what ours is measured by.

A module for each, with functions by the name of what they do; a client without one can't do that.
"""
