"""Curriculum files into pages: read and check everything first, then write what changed."""
