"""The officers' web page and their accounts."""
