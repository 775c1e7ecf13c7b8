import { useHotkeys } from "@mantine/hooks";
import type { DeskView } from "../api/types";
import type { Desk } from "./Desk";
import { callActions } from "./callActions";
import { keys } from "./keys";
import { useCommand } from "../live/useCommand";

/** The desk's keys, whatever has the focus. A refusal shows on the server's next view, so nothing is said here. */
export function DeskKeys({ desk, view }: { desk: Desk; view: DeskView }) {
  const { run } = useCommand();
  const { current, offer } = view;
  const answer = async (): Promise<unknown> => {
    if (offer != null && desk.usesBrowserPhone) return desk.phone.answer(offer.offer);
    // In wrap-up the same key ends it.
    if (view.signedIn && current == null && offer == null && view.wrapUp == null && view.state !== "available") return desk.becomeReady();
  };
  const hangUp = async (): Promise<unknown> => {
    if (current != null) return desk.command("hang_up", { interaction: current.interaction });
    if (offer != null) return desk.command("decline", { offer: offer.offer });
  };
  const onCall = (what: "toggleHold" | "toggleMute") => async (): Promise<unknown> => current != null && callActions(desk, current)[what]();
  const bind = (key: string, what: () => Promise<unknown>): [string, (event: KeyboardEvent) => void] => [
    key,
    (event) => {
      if (!event.repeat) void run(what);
    },
  ];
  useHotkeys([bind(keys.answer, answer), bind(keys.hangUp, hangUp), bind(keys.hold, onCall("toggleHold")), bind(keys.mute, onCall("toggleMute"))], []);
  return null;
}
