"""The operations with the tag `margin_estimates`, each in a module of its own."""
