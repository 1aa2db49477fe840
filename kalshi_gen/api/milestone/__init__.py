"""The operations with the tag `milestone`, a module for each."""
