"""Sets of names, the first of which lies in the second."""
