"""Cards: their text, examples, options, profiles and the vocabulary that they speak of."""
