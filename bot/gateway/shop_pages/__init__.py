"""Pages of the demo shop: templates, static files and the pure functions that render them."""
