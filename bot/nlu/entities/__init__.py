"""Rules that read entities from shoppers' messages, one module per family of types."""
