"""The operations with the tag `subtrader_groups`, each in a module of its own."""
