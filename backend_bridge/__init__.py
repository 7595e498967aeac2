"""The way to the office's main one-stop software: lookups down, journal up."""
