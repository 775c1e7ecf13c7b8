"""The one kind of error a person sees from the local stack: one line, what is wrong and what to do about it."""


class LocalError(Exception):
    """Something on this machine keeps the stack from running; the message is one sentence for the person at the keyboard."""
