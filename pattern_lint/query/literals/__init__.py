"""What is written out in a file, and what it is given to."""
