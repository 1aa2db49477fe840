"""The operations with the tag `order_groups`, each in a module of its own."""
