"""What git has of the code: revisions, files, lines and their dates, read without running anything but git itself."""
