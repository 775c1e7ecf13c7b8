"""Debian programs unpacked into a folder of this user and patched to their own loader: no root, container or service manager.

The programs run on the host with Debian unstable's libc beside them, so the same Asterisk, Postgres, Valkey and nginx run on
any amd64 Debian or Ubuntu. Packages and unpacked trees lie in the cache, outside the checkout, and are shared by all checkouts.
"""

from keryx.cli.local.embed.programs import Programs, find

__all__ = ["Programs", "find"]
