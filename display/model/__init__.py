"""Pure models of boards: state in, what is shown out."""
