"""Hosts the Rasa agent: text in, replies out. The only package besides ``bot.nlu`` that knows Rasa."""
