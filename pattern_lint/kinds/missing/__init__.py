"""What methods do where something that they are given is missing: they refuse, rather than fail later."""
