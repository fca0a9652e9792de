"""What a variant of the rules does over a population, as whole numbers that add up, and what follows from these."""
