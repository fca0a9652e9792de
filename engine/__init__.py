"""Everything that runs a checked program: decide, explain, signals, scenarios."""
