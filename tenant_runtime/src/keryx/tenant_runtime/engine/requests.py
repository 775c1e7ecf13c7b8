"""What people may ask the engine for over the link: a table from a command's name to the input the core decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from keryx.core import floor_inputs, inputs, watch_inputs
from keryx.core.inputs import Refused

REQUESTS: Final[Mapping[str, type[inputs.Request]]] = {
    "sign_in": inputs.SignIn,
    "sign_out": inputs.SignOut,
    "ready": inputs.GetReady,
    "pause": inputs.TakePause,
    "take_back_next": inputs.TakeBackNext,
    "decline": inputs.DeclineOffer,
    "hang_up": inputs.HangUpCall,
    "hold": inputs.HoldCall,
    "mute": inputs.MuteCall,
    "send_keys": inputs.SendKeysRequest,
    "transfer": inputs.TransferCall,
    "pause_recording": inputs.PauseRecordingRequest,
    "disposition": inputs.GiveDisposition,
    "wrap_up_done": inputs.FinishWrapUp,
    "wrap_up_extend": inputs.ExtendWrapUp,
    "change_state": floor_inputs.ChangeState,
    "switch_queue": floor_inputs.SwitchQueue,
    "release": floor_inputs.ReleaseContact,
    "message": floor_inputs.SendMessage,
    "read_message": floor_inputs.ReadMessage,
    "watch": watch_inputs.WatchCall,
    "record": watch_inputs.RecordCall,
    "stop_watching": watch_inputs.StopWatching,
    "take_over": watch_inputs.TakeOverCall,
    "ask_help": floor_inputs.AskHelp,
}


def request(name: str, agent: str, by: str, args: Mapping[str, Any]) -> inputs.Request:
    """The input for a command. Refused when there is no such command or its arguments do not fit; nothing is changed then."""
    kind = REQUESTS.get(name)
    if kind is None:
        raise Refused("unknown_command", f"There is no command {name!r}.")
    fields = set(kind.__struct_fields__) - {"agent", "by"}
    if strangers := sorted(set(args) - fields):
        raise Refused("invalid_arguments", f"The command {name} has no argument {strangers[0]!r}.")
    try:
        return msgspec.convert({**args, "agent": agent, "by": by}, kind)
    except msgspec.ValidationError as error:
        raise Refused("invalid_arguments", f"The command {name} was not understood: {error}.") from error
