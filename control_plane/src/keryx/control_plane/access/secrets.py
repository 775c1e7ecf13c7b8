"""Secrets that are handed out once and kept as a hash: of cookies, links, states. Each has 256 bits or more, so a plain hash is enough."""

import hashlib


def secret_hash(secret: str) -> bytes:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).digest()
