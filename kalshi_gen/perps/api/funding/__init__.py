"""The operations with the tag `funding`, each in a module of its own."""
