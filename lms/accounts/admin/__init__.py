"""People, places, tokens and the audit log in Wagtail's admin."""
