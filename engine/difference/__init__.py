"""Why two decisions differ: the difference divided over the facts, figures and rules that changed."""
