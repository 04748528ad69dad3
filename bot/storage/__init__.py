"""Our own database: conversations, turns, handoffs, agents, FAQs, training examples."""
