"""The aiohttp application: shopper API and socket, desk, workshop, webhooks, demo shop pages."""
