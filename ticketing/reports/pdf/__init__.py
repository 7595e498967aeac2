"""Draws a report as an administrative paper (PDF) in the form that offices use."""
