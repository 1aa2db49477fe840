"""The operations with the tag `portfolio`, a module for each."""
