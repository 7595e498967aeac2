"""One citizen's visit through the real parts, looked at and checked step by step."""
