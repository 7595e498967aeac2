"""Random histories of a site for hypothesis's state machine, shared by the bench of ten thousand and the tests' few."""
