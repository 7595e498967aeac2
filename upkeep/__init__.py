"""Upkeep of a site: backups of everything, and the way back."""
