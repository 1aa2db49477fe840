"""The operations with the tag `milestone`, each in a module of its own."""
