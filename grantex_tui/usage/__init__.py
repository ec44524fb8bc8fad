"""What the figures mean: days, baselines, rates, marks, plans and projections. Pure; no words, no transport."""
