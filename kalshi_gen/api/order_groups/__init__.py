"""The operations with the tag `order_groups`, a module for each."""
