"""The operations with the tag `risk`, each in a module of its own."""
