"""Layouts of the procedures' pages."""
