"""The parts of the kind `reach`: finding work in a module, and judging functions in the join."""
