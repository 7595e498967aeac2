"""Callouts: phrases, rendered clips, playing one after another."""
