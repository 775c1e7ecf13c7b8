import type { Json } from "./mergePatch";

/** Where a topic stands: `seq` counts within `epoch`; another epoch means nothing before it can be continued. */
export interface Position {
  epoch: number;
  seq: number;
}

export type Arguments = Record<string, Json>;

export type ClientMessage =
  | { type: "hello"; resume: Record<string, Position> }
  | { type: "subscribe"; topic: string }
  | { type: "unsubscribe"; topic: string }
  | { type: "command"; id: string; name: string; args: Arguments; key: string }
  | { type: "pong" };

export type ServerMessage =
  | ({ type: "snapshot"; topic: string; data: Json; now?: string } & Position)
  | ({ type: "delta"; topic: string; patch: Json } & Position)
  | { type: "fresh"; topics: string[] }
  | { type: "result"; id: string; ok: true; data?: Json }
  | { type: "result"; id: string; ok: false; problem: { code: string; message: string } }
  | { type: "refused"; code: string; message: string; topic?: string | null }
  | { type: "connection"; engine: boolean }
  | { type: "ping" };

/** What the server refused, in its own words; `code` is stable and translated where the desk knows it. */
export class CommandRefused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "CommandRefused";
  }
}
