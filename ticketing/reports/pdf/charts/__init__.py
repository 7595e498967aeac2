"""Charts that are read in black and white: values written beside them, series told apart by hatching."""
