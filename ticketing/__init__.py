"""The queue: take a number, call it, serve it."""
