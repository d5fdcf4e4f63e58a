"""Pages that are made from what they are about: cards, profiles, kinds, commands."""
