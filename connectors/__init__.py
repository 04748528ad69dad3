"""IM channels: one folder each, one line in ``registry.py``. They know the domain and ``bot.services.ports`` only."""
