"""Rasa 3.6 graph components, in the order of the pipeline: normalizer, tokenizer, entities, classifier, outcome."""
