"""A whole day of a real site with the clock made fast: citizens come, officers work, and the figures are checked."""
