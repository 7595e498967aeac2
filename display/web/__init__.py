"""TV boards as web pages."""
