"""The operations of the contract, a package for each of its tags."""
