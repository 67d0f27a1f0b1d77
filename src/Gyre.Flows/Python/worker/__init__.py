"""The worker's side of Gyre's Python runtime. Not for use by flows."""
