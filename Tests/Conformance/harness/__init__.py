"""What scenarios are written with: an environment of their own, and a notation for histories."""
