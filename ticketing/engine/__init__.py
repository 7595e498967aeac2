"""Pure rules of the queue: no input, no output, no clock."""
