"""What hears how loud the hall is: a microphone, or the twin that is fed by a pipe."""
