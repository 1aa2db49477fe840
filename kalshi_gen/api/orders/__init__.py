"""The operations with the tag `orders`, a module for each."""
