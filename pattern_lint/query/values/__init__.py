"""What a value must be, as cards say it: constants, items, types, texts of functions, and times with their zones."""
