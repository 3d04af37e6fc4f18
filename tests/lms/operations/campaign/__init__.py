"""An app of one task, installed only by the kill campaign."""
