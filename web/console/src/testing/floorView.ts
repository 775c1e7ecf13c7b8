import type { FloorAgent, FloorView, WaitingView } from "../api/types";

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

const agent = (name: string, more: Partial<FloorAgent>): FloorAgent => ({
  name, login: name.toLowerCase(), team: "Red", site: "paris", state: "available", since: inSeconds(-60), reason: null, phone: "browser",
  phoneReachable: true, desk: true, queue: null, interaction: null, held: false, asked: null, changedBy: null, helpSince: null, recording: "off", watchedBy: [],
  queues: { sales: true, service: false }, ...more,
});

/** A floor as the server would tell it: two queues, four agents, one of whom asks for help. */
export const floorView: FloorView = {
  totals: { agents: 4, states: { available: 1, paused: 1, talking: 2 }, contacts: 4, waiting: 2, ringing: 0, talking: 2, inFlow: 1 },
  agents: {
    a1: agent("Camille", { since: inSeconds(-300) }),
    a2: agent("Driss", { state: "talking", queue: "sales", interaction: "i2" }),
    a3: agent("Emma", { state: "paused", reason: "Lunch", changedBy: "Boss", team: "Blue" }),
    a4: agent("Farid", { state: "talking", queue: "sales", interaction: "i4", recording: "on", watchedBy: ["Boss"], helpSince: inSeconds(-5) }),
  },
  queues: {
    sales: { displayName: "Sales", waits: [inSeconds(-90), inSeconds(-4)], agents: 4, states: { available: 1, paused: 1, talking: 2 }, answerWithin: 20, contacts: 4, waiting: 2, ringing: 0, talking: 2 },
    service: { displayName: "Service", waits: [], agents: 0, states: {}, answerWithin: 20, contacts: 0, waiting: 0, ringing: 0, talking: 0 },
  },
  entries: { main: { displayName: "Main", inFlow: 1, contacts: 4, waiting: 2, ringing: 0, talking: 2 } },
};

export const waitingView: WaitingView = {
  name: "sales",
  displayName: "Sales",
  waiting: 1,
  contacts: {
    i9: {
      position: 1, since: inSeconds(-90), priority: 50, entry: "Main", skills: { english: 5 }, offeredTo: null, moreAgents: 2,
      agents: [
        { agent: "a1", name: "Camille", level: 80, rule: "skill", detail: "english 2 < 5" },
        { agent: "a2", name: "Driss", level: 50, rule: "talking", detail: null },
      ],
    },
  },
};
