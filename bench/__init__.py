"""Figures measured by hand: each a ratio against its floor in the same run, printed as a table."""
