"""The print service: python-escpos drivers and a strict interpreter as their twin."""
