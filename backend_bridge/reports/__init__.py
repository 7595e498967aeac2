"""How the devices of a site are and what befell them, told to the backend; the first to go where room is short."""
