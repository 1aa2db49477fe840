"""The operations with the tag `multivariate`, each in a module of its own."""
