import type { DeskView } from "../api/types";
import type { Connection } from "../live/LiveSocket";
import type { PhoneView } from "../phone/Phone";

export type Verdict = "good" | "bad" | "unknown";
export type Speaker = "found" | "missing" | "unknown";

/** What stands between this agent and the next call. `says` is a key of the texts `ready.says.*`. */
export interface Check {
  what: "connection" | "registration" | "microphone" | "speaker" | "state" | "capacity";
  verdict: Verdict;
  says: string;
}

export interface Seen {
  connection: Connection;
  engineUp: boolean;
  view: Pick<DeskView, "phone" | "state" | "offer" | "current">;
  microphone: PhoneView["microphone"];
  speaker: Speaker;
}

/** From the wire to the agent's own state, in the order in which a call would meet them. What a desk phone does itself is not asked of the browser. */
export function checks({ connection, engineUp, view, microphone, speaker }: Seen): Check[] {
  const wired: Check = { what: "connection", ...connected(connection, engineUp) };
  const registered: Check = view.phone.reachable
    ? { what: "registration", verdict: "good", says: "registered" }
    : { what: "registration", verdict: "bad", says: "notRegistered" };
  const own: Check[] = view.phone.kind === "browser" ? [hears(microphone), plays(speaker)] : [];
  return [wired, registered, ...own, stands(view.state), load(view)];
}

function connected(connection: Connection, engineUp: boolean): Pick<Check, "verdict" | "says"> {
  if (connection !== "connected") return { verdict: "bad", says: "notConnected" };
  return engineUp ? { verdict: "good", says: "connected" } : { verdict: "bad", says: "engineAway" };
}

/** A microphone is opened when becoming ready: before that nothing is known of it. */
function hears(microphone: PhoneView["microphone"]): Check {
  if (microphone === "live") return { what: "microphone", verdict: "good", says: "microphoneLive" };
  if (microphone === "unknown") return { what: "microphone", verdict: "unknown", says: "microphoneUnknown" };
  return { what: "microphone", verdict: "bad", says: "microphoneGone" };
}

const spoken: Record<Speaker, Pick<Check, "verdict" | "says">> = {
  found: { verdict: "good", says: "speakerFound" },
  missing: { verdict: "bad", says: "speakerMissing" },
  unknown: { verdict: "unknown", says: "speakerUnknown" },
};

const plays = (speaker: Speaker): Check => ({ what: "speaker", ...spoken[speaker] });

function stands(state: DeskView["state"]): Check {
  return state === "available" || state === "offered" || state === "talking"
    ? { what: "state", verdict: "good", says: "stateGood" }
    : { what: "state", verdict: "bad", says: "stateBad" };
}

function load({ offer, current }: Seen["view"]): Check {
  return offer == null && current == null ? { what: "capacity", verdict: "good", says: "free" } : { what: "capacity", verdict: "bad", says: "taken" };
}
