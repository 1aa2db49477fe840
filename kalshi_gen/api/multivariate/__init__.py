"""The operations with the tag `multivariate`, a module for each."""
