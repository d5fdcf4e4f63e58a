"""Logging: through a logger of the module's own name, which components have, with values that tell events apart."""
