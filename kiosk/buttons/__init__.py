"""Hardware buttons that give a number: a panel that the machine sees as a keyboard."""
