"""Names under which the components keep their findings in a Rasa ``Message``."""

NORMALIZED = "normalized_text"
"""``bot.nlu.normalize.NormalizedText`` of the message's text."""

OUTCOME = "outcome"
"""``answer``, ``clarify`` or ``handoff``."""
