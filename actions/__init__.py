"""Rasa custom actions, one module per topic: what was understood in, one service call, the reply out."""
