import type { ContactView } from "../api/types";

/** A contact with one interaction of last week, and the one that is on. */
export const contact = (id: string, name: string): ContactView => ({
  id,
  card: { name, company: "Roy SARL", email: "", numbers: ["+33612345678"], note: "Préfère le matin" },
  changedAt: "2026-11-20T09:00:00.000Z",
  changedBy: { id: "a1", login: "alice", name: "Alice Martin" },
  earlier: ["i1", "i0"].map((interactionId) => ({
    interactionId,
    channel: "voice",
    startedAt: "2026-11-18T09:00:00.000Z",
    entry: "main",
    queue: "sales",
    agent: { id: "a2", login: "bruno", name: "Bruno Petit" },
    outcome: "answered",
    disposition: "sale",
    comment: "Rappeler mardi",
  })),
});
