"""Learner-facing views. Each parses, calls one service or query, and responds."""
