"""What the bridge keeps on disk: the outbox, remembered answers, the last figures."""
