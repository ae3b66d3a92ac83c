"""What data protection asks of the system: which fields hold personal data, how long each kind is kept and why,
what goes when, and everything that is held about somebody in one place."""
