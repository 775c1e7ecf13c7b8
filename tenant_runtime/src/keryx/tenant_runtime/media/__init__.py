"""Prompts: from a declaration (text to speak, or audio) to files that every site's Asterisk can play."""

from keryx.tenant_runtime.media.ensure import MediaNotReady, ensure_media
from keryx.tenant_runtime.media.source import Source, SourceSpec

__all__ = ["MediaNotReady", "Source", "SourceSpec", "ensure_media"]
