"""The one writer of the queue: engine, journal and bus together."""
