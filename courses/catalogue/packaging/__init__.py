"""A whole course as one file, from one site to another, with nothing lost."""
