"""Files that published content shows: described for freezing, and kept under their own hash.

What an editor uploads may be replaced or deleted. What a version shows is a copy that is named
by its content, so that it never changes and no row is needed to show it.
"""
