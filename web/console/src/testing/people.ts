import type { Person } from "../api/people";
import { session, type Answers } from "./portal";

export const person = (over: Partial<Person> = {}): Person => ({
  id: "p1", login: "alice", name: "Alice Martin", role: "agent", team: "Nord", site: "paris", languages: ["fr"], extension: "101", phone: "browser",
  skills: { french: 8 }, queues: [{ queue: "sales", level: 80, waitThresholdS: 0, enabled: true }], active: true, revision: 3, createdAt: "2026-01-01T00:00:00Z",
  ...over,
});

const reference = { queues: [{ name: "sales", displayName: "Ventes" }, { name: "support", displayName: "Assistance" }], entries: [], pauseReasons: [], dispositionSets: [], agents: [] };

/** A tenant with these people, for somebody who may do this. */
export const tenant = (people: () => Person[], actions = ["people.read", "people.write", "people.manage"]): Answers => ({
  "GET /api/tenant/v1/session": () => session(actions),
  "GET /api/tenant/v1/reference": () => reference,
  "GET /api/platform/v1/people": () => ({ items: people() }),
});
