"""The operations with the tag `live_data`, a module for each."""
