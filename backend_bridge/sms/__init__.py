"""The telephone: citizens ask by short message and are answered by short message."""
