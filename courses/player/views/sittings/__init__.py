"""Pages of invigilated sittings: planning one, holding it, sitting it, and its papers."""
