"""Varianten: other rules made from the rules of all files, as trees, so that every later pass judges them as it does any rules."""
