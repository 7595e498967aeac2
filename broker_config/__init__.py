"""The broker's configuration: users, rights by role, limits."""
