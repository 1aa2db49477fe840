"""The operations with the tag `incentive_programs`, each in a module of its own."""
