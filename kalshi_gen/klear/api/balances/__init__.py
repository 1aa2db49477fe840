"""The operations with the tag `balances`, each in a module of its own."""
