"""Types and units: what a written type means, and what may be done with values of it."""
