"""A shop's own chat log: from the file to the shopper's messages, and the labelling file that trainers fill in."""
