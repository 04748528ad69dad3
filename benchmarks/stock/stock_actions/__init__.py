"""The action package of the stock assistant."""
