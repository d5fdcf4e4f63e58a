"""What cards name: names with what they mean in the code, and which of a file's names somebody means."""
