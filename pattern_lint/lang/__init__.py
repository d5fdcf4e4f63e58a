"""Languages: how files of each become units that kinds look at."""
