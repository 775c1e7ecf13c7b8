import type { Person } from "../api/people";
import { session, type Answers } from "./portal";

export const person = (over: Partial<Person> = {}): Person => ({
  id: "p1", login: "alice", name: "Alice Martin", role: "agent", team: "Nord", site: "paris", languages: ["fr"], extension: "101", phone: "browser",
  skills: { french: 8 }, queues: [{ queue: "sales", level: 80, waitThresholdS: 0, enabled: true }], active: true, revision: 3, createdAt: "2026-01-01T00:00:00Z",
  ...over,
});

const reference = { queues: [{ name: "sales", displayName: "Ventes" }, { name: "support", displayName: "Assistance" }], entries: [], pauseReasons: [], dispositionSets: [], agents: [] };

const choices = {
  teams: ["Nord", "Sud"],
  sites: [{ name: "paris", displayName: "Paris", group: null }],
  queues: reference.queues.map((it) => ({ ...it, group: null })),
  skills: [{ name: "french", displayName: "Français", group: "Langues" }],
  languages: ["fr", "en"],
  undeclared: { queues: [], skills: [], sites: [] },
};

/** A tenant with these people, for somebody who may do this. */
export const tenant = (people: () => Person[], actions = ["people.read", "people.write", "people.manage"]): Answers => ({
  "GET /api/tenant/v1/session": () => session(actions),
  "GET /api/tenant/v1/reference": () => reference,
  "GET /api/platform/v1/people": (request) => {
    const q = new URL(request.url).searchParams.get("q");
    const items = people().filter((it) => q === null || it.login.includes(q));
    return { items, total: items.length, next: null };
  },
  "GET /api/platform/v1/people/choices": () => choices,
  ...Object.fromEntries(people().map(({ id }) => [`GET /api/platform/v1/people/${id}`, () => people().find((it) => it.id === id)])),
});
