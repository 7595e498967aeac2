"""Hard receipts: drawn as an office prints them, seen as a cheap camera sees them, the same again for the same seed."""
