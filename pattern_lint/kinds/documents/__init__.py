"""The kind `documents`: the kind itself, its links, and what is compared between the rows of a table."""
