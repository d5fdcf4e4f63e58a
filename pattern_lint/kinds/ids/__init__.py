"""What the kinds about typed ids share: which ids there are, who makes them, and what their patterns accept."""
