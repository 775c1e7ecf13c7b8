import type { CurrentCall } from "../api/types";
import type { Desk } from "./Desk";

/** What can be done with a call that is on; each goes to the server, which does it. */
export function callActions(desk: Desk, call: CurrentCall) {
  const { interaction } = call;
  return {
    toggleMute: async (): Promise<unknown> => {
      // Silent at once, heard again only when the server says so.
      if (!call.muted) desk.phone.mute(true);
      return desk.command("mute", { interaction, muted: !call.muted });
    },
    toggleHold: () => desk.command("hold", { interaction, held: !call.held }),
    sendKey: (digits: string) => desk.command("send_keys", { interaction, digits }),
    hangUp: () => desk.command("hang_up", { interaction }),
    toggleRecording: () => desk.command("pause_recording", { interaction, paused: call.recording !== "paused" }),
    toQueue: (queue: string) => desk.command("transfer", { interaction, toQueue: queue }),
    toAgent: (agent: string) => desk.command("transfer", { interaction, toAgent: agent }),
  };
}

export type CallActions = ReturnType<typeof callActions>;
