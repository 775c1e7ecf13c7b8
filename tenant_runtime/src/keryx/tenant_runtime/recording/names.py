"""Where recordings lie in a tenant's store."""

from __future__ import annotations

from uuid import UUID

from keryx.tenant_runtime.recording.sealed import SealedReader
from keryx.tenant_runtime.store import Store
from keryx.tenant_runtime.vault import Vault


def track_name(recording: str) -> str:
    """The encrypted track of one leg."""
    return f"tracks/{recording}.wav.enc"


def rendered_name(interaction: str | UUID) -> str:
    """The encrypted stereo file of an interaction."""
    return f"recordings/{interaction}.wav.enc"


def open_recording(store: Store, vault: Vault, interaction: str | UUID) -> SealedReader:
    """The rendered stereo WAV of an interaction, decrypted as it is read: `.size`, `.read(start, end)`, `.stream(…)`.

    Blocks (call it in a thread); close it. FileNotFoundError when nothing is rendered yet.
    """
    return SealedReader(vault, store.open(rendered_name(interaction)))
