"""The operations with the tag `incentive_programs`, a module for each."""
