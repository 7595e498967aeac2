"""Ways to an office's one-stop software, behind one small protocol, and a twin in memory."""
