import type { FloorAgent, FloorQueue } from "../api/types";

export type Alert = "calm" | "waiting" | "late";

/** How many wait longer than the service level allows. `now` is the server's, milliseconds. */
export const beyondServiceLevel = (queue: FloorQueue, now: number): number =>
  queue.waits.filter((since) => now - Date.parse(since) > queue.answerWithin * 1000).length;

export function alertOf(queue: FloorQueue, now: number): Alert {
  if (queue.waiting === 0) return "calm";
  return beyondServiceLevel(queue, now) > 0 ? "late" : "waiting";
}

export type Row = FloorAgent & { id: string };
export type SortKey = "name" | "team" | "state" | "since";

/** Order of states in the table: what a supervisor looks for first. */
const ORDER = ["unreachable", "not_answering", "offered", "talking", "wrap_up", "available", "paused"];

const keys: Record<SortKey, (row: Row) => string | number> = {
  name: (row) => row.name.toLocaleLowerCase(),
  team: (row) => (row.team ?? "").toLocaleLowerCase(),
  state: (row) => ORDER.indexOf(row.state),
  since: (row) => row.since,
};

export interface AgentFilter {
  text: string;
  states: string[];
  queue: string | undefined;
}

/** The agents to show. Who asks for help stands first, whatever the order. */
export function agentRows(agents: Record<string, FloorAgent>, { text, states, queue }: AgentFilter, sort: SortKey): Row[] {
  const wanted = text.trim().toLocaleLowerCase();
  const fits = (row: Row): boolean =>
    [row.name, row.login, row.team ?? ""].some((it) => it.toLocaleLowerCase().includes(wanted)) &&
    (states.length === 0 || states.includes(row.state)) &&
    (queue === undefined || row.queues[queue] !== undefined);
  const key = keys[sort];
  const compare = (a: Row, b: Row): number => {
    const help = Number(b.helpSince != null) - Number(a.helpSince != null);
    if (help !== 0) return help;
    const [x, y] = [key(a), key(b)];
    if (x !== y) return x < y ? -1 : 1;
    return a.name.localeCompare(b.name);
  };
  return Object.entries(agents)
    .map(([id, agent]) => ({ ...agent, id }))
    .filter(fits)
    .sort(compare);
}
