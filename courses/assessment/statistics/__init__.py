"""What sittings say about an assessment's questions. Never about a person."""
