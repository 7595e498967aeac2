"""Whole days of a site, played against the real engine as fast as it goes: no clock, no input, no output."""
