"""What a citizen watches."""
