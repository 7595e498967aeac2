"""Hardware buttons: a panel that gives numbers, a panel with faces that rates."""
