"""Everything devices, hub and bridge say to each other: topics, one class a message, codec, roles."""
