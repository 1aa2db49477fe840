"""The operations with the tag `settlement`, each in a module of its own."""
