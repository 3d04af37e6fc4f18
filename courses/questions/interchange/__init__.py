"""Questions from and to other systems: bytes into neutral items, neutral items into ours."""
