"""What if a fact were different: the decision beside itself, and the smallest change that makes it another one."""
