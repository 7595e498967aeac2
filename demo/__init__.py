"""A whole site on one machine, every part a real one, and a citizen's visit through it."""
