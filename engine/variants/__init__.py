"""What a variant changes: as data, in words, in which besluiten, and in which scenarios."""
