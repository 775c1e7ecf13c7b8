import type { DeskView } from "../api/types";

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

const signedIn: DeskView = {
  agent: { id: "a1", name: "Camille Laurent" },
  signedIn: true,
  login: "l1",
  phone: { kind: "sip", reachable: true },
  state: "available",
  stateSince: inSeconds(-80),
  pauseReason: null,
  asked: null,
  offer: null,
  current: null,
  wrapUp: null,
  changedBy: null,
  helpSince: null,
  watching: null,
  messages: [],
  ready: [],
  pauseReasons: [{ name: "lunch", displayName: "Lunch" }],
  queues: [
    { name: "sales", displayName: "Sales", waiting: 2, longestWaitSince: inSeconds(-48), enabled: true, level: 80 },
    { name: "service", displayName: "Service", waiting: 0, longestWaitSince: null, enabled: false, level: 20 },
  ],
};

const who = {
  interaction: "i1",
  channel: "voice",
  queue: "sales",
  queueName: "Sales",
  callerNumber: "+33612345678",
  callerWithheld: false,
  dialled: "3900",
  entryName: "Main",
  choices: [{ label: "Sales" }],
};

const current = { ...who, startedAt: inSeconds(-90), talkSince: inSeconds(-30), held: false, holdCause: null, muted: false, recording: "on" as const, mayPauseRecording: true, watchers: [] };

const offer = { ...who, offer: "o1", entry: "main", waitedMs: 73_000, overflowedFrom: "service", expiresAt: inSeconds(15), madeAt: inSeconds(-5), directFrom: null };

const wrapUp = {
  interaction: "i1",
  queue: "sales",
  queueName: "Sales",
  callerNumber: "+33612345678",
  until: inSeconds(25),
  mayExtend: true,
  extensionsLeft: 2,
  dispositions: [
    { code: "sale", label: "Sale", kind: "positive" as const, askComment: false },
    { code: "refusal", label: "Refusal", kind: "argued" as const, askComment: true },
  ],
  required: true,
  given: null,
};

/** The desk in each of its states, as the server would tell it. */
export const deskViews = {
  signedOut: { ...signedIn, signedIn: false, login: null, state: null, stateSince: null },
  paused: { ...signedIn, state: "paused", pauseReason: "lunch" },
  pausedHere: { ...signedIn, state: "paused", phone: { kind: "browser", reachable: true } },
  available: signedIn,
  notAnswering: { ...signedIn, state: "not_answering" },
  unreachable: { ...signedIn, state: "unreachable", phone: { kind: "sip", reachable: false } },
  ringing: { ...signedIn, state: "offered", offer },
  talking: { ...signedIn, state: "talking", current },
  held: { ...signedIn, state: "talking", current: { ...current, held: true, holdCause: "agent", muted: true, recording: "paused" } },
  comingBack: { ...signedIn, state: "talking", current: { ...current, held: true, holdCause: "unreachable" } },
  asked: { ...signedIn, state: "talking", current, asked: { next: "pause", reason: "lunch", by: null } },
  askedByOther: { ...signedIn, state: "talking", current, asked: { next: "sign_out", reason: null, by: "Boss" }, helpSince: inSeconds(-3) },
  excluded: { ...signedIn, ready: [{ queue: "sales", displayName: "Sales", waiting: 2, rule: "skill", detail: "english 2 < 5", rank: null, free: 0 }, { queue: "service", displayName: "Service", waiting: 1, rule: "less_idle", detail: null, rank: 2, free: 3 }] },
  told: { ...signedIn, state: "paused", pauseReason: "lunch", changedBy: "Boss", messages: [{ id: "m1", by: "Boss", at: inSeconds(-9), text: "Sales needs you at two" }] },
  watched: { ...signedIn, state: "talking", current: { ...current, watchers: [{ name: "Boss", mode: "whisper" }] } },
  watching: { ...signedIn, state: "paused", watching: { interaction: "i9", agent: "a2", agentName: "Driss", mode: "listen", since: inSeconds(-4), up: true } },
  wrapUp: { ...signedIn, state: "wrap_up", wrapUp },
} satisfies Record<string, DeskView>;

export type DeskStory = keyof typeof deskViews;
