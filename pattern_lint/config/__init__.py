"""What people write for the tool beside cards: settings, selection, and how TOML is read strictly."""
