"""LED boards over a serial line, and the twin that reads them back."""
