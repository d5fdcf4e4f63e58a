"""Data models: their fields and configuration, collected from files and joined along the hierarchy."""
