"""Places as cards write them: which a file may have, and what only a look at the code around tells."""
