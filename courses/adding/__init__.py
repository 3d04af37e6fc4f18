"""An add form makes one thing, however often and in whatever order it arrives."""
