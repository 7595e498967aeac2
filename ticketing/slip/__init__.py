"""What a ticket looks like on paper."""
