"""What a citizen touches."""
