import type { AuditEvent } from "../api/audit";

/** A tenant has two trails: people and accounts at the platform, calls and recordings in its own database. */
export type Trail = "platform" | "tenant";

interface Read {
  items: AuditEvent[];
  next: string | null;
}

/** Where each trail is read on. `left`: read already, but older events of the other trail may come first. `null`: at its end. */
export type Cursors = Record<Trail, { left: AuditEvent[]; cursor: number | undefined | null }>;

export interface Page {
  items: AuditEvent[];
  next: Cursors;
}

const newestFirst = (a: AuditEvent, b: AuditEvent): number => b.at.localeCompare(a.at) || a.chain.localeCompare(b.chain) || b.seq - a.seq;

/** What can be shown of two trails that are each read down to some moment: only what no unread event can precede. */
export function merged(read: Record<Trail, Read>): Page {
  const trails = [read.platform, read.tenant];
  // Of a trail with more to come, nothing older than its last event is known.
  const floors = trails.filter((it) => it.next !== null).map((it) => it.items.at(-1)?.at ?? "");
  const floor = floors.sort().at(-1) ?? "";
  const shown = (it: AuditEvent): boolean => it.at >= floor;
  const rest = ({ items, next }: Read) => ({ left: items.filter((it) => !shown(it)), cursor: next === null ? null : Number(next) });
  return { items: trails.flatMap((it) => it.items.filter(shown)).sort(newestFirst), next: { platform: rest(read.platform), tenant: rest(read.tenant) } };
}

/** Undefined when both trails are shown to their ends. */
export function nextCursors({ next }: Page): Cursors | undefined {
  const done = Object.values(next).every((it) => it.cursor === null && it.left.length === 0);
  return done ? undefined : next;
}
