"""Errors: which a card means, how they are raised, what they tell, and what is refused by them."""
