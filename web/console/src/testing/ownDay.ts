import type { DayView } from "../api/types";

const figures = { agents: 1, calls: 12, talkMs: 3_720_000, wrapUpMs: 600_000, readyMs: 2_400_000, pausedMs: 1_900_000, occupancy: 0.643 };

/** A day with all that can be in it: a pause taken too long, one without a budget, and a miss of each kind. */
export const ownDay: DayView = {
  since: "2026-11-25T00:00:00.000Z",
  asOf: "2026-11-25T11:00:00.000Z",
  own: figures,
  team: { ...figures, agents: 7, calls: 9.4, occupancy: null },
  pauses: [
    { name: "lunch", displayName: "Lunch", takenMs: 1_900_000, budgetMs: 1_800_000 },
    { name: "coffee", displayName: "Coffee", takenMs: 0, budgetMs: 900_000 },
    { name: "training", displayName: "Training", takenMs: 60_000, budgetMs: null },
  ],
  missed: (["no_answer", "declined", "technical", "withdrawn", "lost"] as const).map((result, i) => ({
    at: `2026-11-25T09:0${i}:00.000Z`,
    interactionId: `00000000-0000-7000-8000-00000000000${i}`,
    queue: "sales",
    result,
    caller: i === 1 ? null : "+33612345678",
    callerWithheld: i === 1,
  })),
};
