import type { Json } from "./mergePatch";
import { CommandRefused, type Arguments, type ClientMessage } from "./messages";

interface Pending {
  message: ClientMessage & { type: "command" };
  resolve: (data: Json) => void;
  reject: (error: CommandRefused) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** How long a person waits for an answer to a click before we say that there is none, in milliseconds. */
const PATIENCE_MS = 12_000;

/** Commands sent and not answered. Each keeps its idempotency key, so that sending it again after a reconnect is safe. */
export class PendingCommands {
  private readonly pending = new Map<string, Pending>();

  constructor(private readonly newId: () => string) {}

  add(name: string, args: Arguments): { message: ClientMessage; answer: Promise<Json> } {
    const id = this.newId();
    const message = { type: "command" as const, id, name, args, key: this.newId() };
    const answer = new Promise<Json>((resolve, reject) => {
      const timer = setTimeout(
        () => this.settle(id, (it) => it.reject(new CommandRefused("no_answer", "The server did not answer in time."))),
        PATIENCE_MS,
      );
      this.pending.set(id, { message, resolve, reject, timer });
    });
    return { message, answer };
  }

  succeed(id: string, data: Json): void {
    this.settle(id, (it) => it.resolve(data));
  }

  refuse(id: string, code: string, message: string): void {
    this.settle(id, (it) => it.reject(new CommandRefused(code, message)));
  }

  /** What must be sent again on a new connection. */
  messages(): ClientMessage[] {
    return [...this.pending.values()].map((it) => it.message);
  }

  refuseAll(code: string, message: string): void {
    for (const id of [...this.pending.keys()]) this.refuse(id, code, message);
  }

  private settle(id: string, how: (it: Pending) => void): void {
    const it = this.pending.get(id);
    if (it === undefined) return;
    clearTimeout(it.timer);
    this.pending.delete(id);
    how(it);
  }
}
