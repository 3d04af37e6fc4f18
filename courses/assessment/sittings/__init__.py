"""Assessments taken in a room under somebody's eyes: on devices, or on numbered paper."""
