"""TypeScript and JavaScript beyond their syntax: what names mean, and where values end up."""
