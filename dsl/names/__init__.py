"""What every name means: declarations, which of them a file can see, and the reading of a path."""
