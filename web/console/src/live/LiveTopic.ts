import { mergePatch, type Json } from "./mergePatch";
import type { Position } from "./messages";

/** What became of a delta: `applied`, `old` (already seen) or `gap` (something before it is missing: ask for a snapshot). */
export type DeltaResult = "applied" | "old" | "gap";

/** One topic's view as the server sees it, kept by snapshot and deltas. */
export class LiveTopic {
  data: Json | undefined;
  position: Position | undefined;
  /** When this was last known to be how it is (`Date.now()`); undefined before the first snapshot. */
  asOf: number | undefined;
  /** Why the server does not give it; undefined while it does. */
  refused: string | undefined;
  /** A snapshot was asked for; deltas are of no use until it is here. */
  private waiting = true;
  private readonly listeners = new Set<() => void>();

  get isHeard(): boolean {
    return this.listeners.size > 0;
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  takeSnapshot({ epoch, seq }: Position, data: Json): void {
    this.data = data;
    this.position = { epoch, seq };
    this.waiting = false;
    this.asOf = Date.now();
    this.refused = undefined;
    this.tell();
  }

  takeDelta({ epoch, seq }: Position, patch: Json): DeltaResult {
    const held = this.position;
    if (this.waiting || held === undefined) return "old";
    if (epoch === held.epoch && seq <= held.seq) return "old";
    if (epoch !== held.epoch || seq !== held.seq + 1) {
      this.waiting = true;
      return "gap";
    }
    this.data = mergePatch(this.data, patch);
    this.position = { epoch, seq };
    this.asOf = Date.now();
    this.tell();
    return "applied";
  }

  /** Nothing has changed since. While something is missing that says nothing. */
  confirm(): void {
    if (this.waiting) return;
    this.asOf = Date.now();
    this.tell();
  }

  refuse(code: string): void {
    this.data = this.position = this.asOf = undefined;
    this.refused = code;
    this.tell();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
