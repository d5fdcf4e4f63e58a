"""Values from some sources that arrive at some sinks."""
