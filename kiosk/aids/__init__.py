"""What makes a touch program usable by everyone: comfort, languages, a keypad, a voice."""
