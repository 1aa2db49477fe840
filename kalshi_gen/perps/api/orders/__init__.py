"""The operations with the tag `orders`, each in a module of its own."""
