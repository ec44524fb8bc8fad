"""When to read what, and what is known so far: readings and failures as values, one state after the other."""
