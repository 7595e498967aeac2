"""Keypads for every room: key names read from the kernel or a pipe, on a thread of their own."""
