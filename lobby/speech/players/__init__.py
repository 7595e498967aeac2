"""What plays a callout: a sound card, or the twin that writes files."""
