"""How far the code follows its patterns: plain figures from the outcome of a run."""
