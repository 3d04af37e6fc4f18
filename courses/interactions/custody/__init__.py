"""Chain-of-custody records filled in from a narrative: rules, corrections, score. No models."""
