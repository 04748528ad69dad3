"""Understanding: the Rasa graph components and everything that they stand on."""
