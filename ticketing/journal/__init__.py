"""The SQLite journal that every event is written to before anyone hears of it."""
