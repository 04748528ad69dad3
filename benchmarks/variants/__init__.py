"""Other ways to understand a sentence, for the comparison that ``python -m benchmarks.nlu_variants`` prints."""
