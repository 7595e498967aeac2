"""Screens' decisions, pure: what is shown, what a touch does."""
