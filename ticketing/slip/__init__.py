"""What a ticket, and every other slip, looks like on paper."""
