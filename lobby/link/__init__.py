"""The way to the broker: a small Bus protocol, paho behind it, a twin in memory, asking, answering, presence."""
