"""The people of a simulated day: who comes when and for what, how officers work. Pure, and it knows no room."""
