"""What whoever shows or speaks calls has in common."""
