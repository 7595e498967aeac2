"""Catalogues of the touch screens' texts; Vietnamese is the source language."""
