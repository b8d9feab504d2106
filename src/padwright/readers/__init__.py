"""One file a format: what a file holds, as the nouns of the model."""
