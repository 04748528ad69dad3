"""Business types and rules. Standard library only."""
