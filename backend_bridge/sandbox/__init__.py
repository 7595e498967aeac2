"""A stand-in for an office's one-stop software: invented dossiers, real procedures, the contract's HTTP calls."""
