import type { Segment } from "../api/types";

export interface Block {
  segment: Segment;
  /** Start and width within the whole call, in per cent. */
  start: number;
  width: number;
}

export interface Lane {
  party: string;
  role: string;
  agent: string | null;
  blocks: Block[];
}

/** Segments as one lane a party, in the order the parties came. `now` closes what is still open; milliseconds. */
export function lanesOf(segments: Segment[], now: number): Lane[] {
  const begin = Math.min(...segments.map((it) => Date.parse(it.from)));
  const finish = Math.max(...segments.map((it) => endOf(it, now)));
  const whole = Math.max(1, finish - begin);
  const lanes = new Map<string, Lane>();
  for (const segment of [...segments].sort((a, b) => Date.parse(a.from) - Date.parse(b.from))) {
    const lane = lanes.get(segment.party) ?? { party: segment.party, role: segment.role, agent: null, blocks: [] };
    const from = Date.parse(segment.from);
    if (segment.role === "agent") lane.agent ??= segment.agent?.name ?? null;
    lane.blocks.push({ segment, start: (100 * (from - begin)) / whole, width: (100 * (endOf(segment, now) - from)) / whole });
    lanes.set(segment.party, lane);
  }
  return [...lanes.values()];
}

const endOf = (segment: Segment, now: number): number => (segment.to == null ? now : Date.parse(segment.to));
