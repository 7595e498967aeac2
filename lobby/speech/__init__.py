"""Speech for every room: Vietnamese numbers, rendering, sound, and what plays it."""
