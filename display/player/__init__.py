"""The program on a TV's machine: Chromium on the board page, watched."""
