"""The operations with the tag `account`, a module for each."""
