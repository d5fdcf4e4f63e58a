"""What functions reach through the calls that they make."""
