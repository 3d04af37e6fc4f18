"""Branching scenarios: where a story goes on depends on what was chosen. No models, no pages."""
