"""Recordings: tracks as Asterisk wrote them, encrypted by the site agent, rendered to stereo by the worker."""
