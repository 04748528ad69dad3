"""The FAQ and product index, and the loaders of knowledge content."""
