import { backoff } from "./backoff";
import { LiveTopic } from "./LiveTopic";
import type { Json } from "./mergePatch";
import type { Arguments, ClientMessage, Position, ServerMessage } from "./messages";
import { PendingCommands } from "./PendingCommands";

/** The four words a person is told. `disconnected`: trying again by itself; `failed`: only a new login or a reload helps. */
export type Connection = "connecting" | "connected" | "disconnected" | "failed";

export interface LiveSocketOptions {
  url: string;
  /** Asked before each new attempt: false means that the session is over and trying again is of no use. */
  sessionAlive: () => Promise<boolean>;
  open?: (url: string) => WebSocket;
  random?: () => number;
  newId?: () => string;
}

/** The server pings each 30 s; a longer silence means that the connection is dead, whatever the browser thinks. */
const SILENCE_MS = 40_000;

/** The server closes with this code when the session has ended. */
const SESSION_OVER = 4401;

/**
 * One websocket for all that is live: topics by snapshot and deltas in (epoch, seq) order, and commands with idempotency keys. It comes
 * back by itself, resumes where it was, and asks for a snapshot when something is missing. It knows nothing about React.
 */
export class LiveSocket {
  connection: Connection = "connecting";
  /** Whether the server reaches the tenant's engine: while it does not, views stand still and commands are refused. */
  engineUp = true;
  /** Server's clock minus ours, in milliseconds: timers show the server's time. */
  clockOffset = 0;
  private readonly topics = new Map<string, LiveTopic>();
  private readonly commands: PendingCommands;
  private readonly listeners = new Set<() => void>();
  private readonly random: () => number;
  private socket: WebSocket | undefined;
  private attempt = 0;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private stopped = true;

  constructor(private readonly options: LiveSocketOptions) {
    this.commands = new PendingCommands(options.newId ?? (() => crypto.randomUUID()));
    this.random = options.random ?? Math.random;
  }

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    this.open();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.retry);
    clearTimeout(this.silence);
    this.commands.refuseAll("closed", "The page was closed.");
    this.drop(1000);
  }

  /** The network changed: what is there now is not to be trusted, and there is no reason to wait. */
  reconnectNow(): void {
    if (this.stopped || this.connection === "failed") return;
    clearTimeout(this.retry);
    this.attempt = 0;
    this.drop(4000);
    this.open();
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  topic(name: string): LiveTopic {
    const known = this.topics.get(name);
    if (known !== undefined) return known;
    const topic = new LiveTopic();
    this.topics.set(name, topic);
    this.send({ type: "subscribe", topic: name });
    return topic;
  }

  /** Follow a topic while something shows it; when the last one lets go, the server need not send it. */
  follow(name: string, listener: () => void): () => void {
    const topic = this.topic(name);
    const stop = topic.listen(listener);
    return () => {
      stop();
      if (!topic.isHeard && this.topics.delete(name)) this.send({ type: "unsubscribe", topic: name });
    };
  }

  /** What is known of a topic that is followed. */
  known(name: string): LiveTopic | undefined {
    return this.topics.get(name);
  }

  /** Resolves with what the server answers; rejects with `CommandRefused`. Sent again, with the same key, if the connection breaks meanwhile. */
  command(name: string, args: Arguments = {}): Promise<Json> {
    const { message, answer } = this.commands.add(name, args);
    this.send(message);
    return answer;
  }

  private open(): void {
    this.change(this.attempt === 0 ? "connecting" : "disconnected");
    const socket = (this.options.open ?? ((url) => new WebSocket(url)))(this.options.url);
    this.socket = socket;
    socket.onopen = () => this.greet();
    socket.onmessage = (event: MessageEvent<string>) => this.take(event.data);
    socket.onclose = (event: CloseEvent) => (event.code === SESSION_OVER ? this.fail() : this.lost());
    this.watch();
  }

  private greet(): void {
    const resume: Record<string, Position> = {};
    for (const [name, topic] of this.topics) if (topic.position !== undefined) resume[name] = topic.position;
    this.change("connected");
    this.send({ type: "hello", resume });
    for (const name of this.topics.keys()) if (!(name in resume)) this.send({ type: "subscribe", topic: name });
    for (const message of this.commands.messages()) this.send(message);
  }

  private take(text: string): void {
    this.watch();
    const message = JSON.parse(text) as ServerMessage;
    this.attempt = 0;
    switch (message.type) {
      case "ping":
        this.send({ type: "pong" });
        return;
      case "snapshot":
        if (message.now !== undefined) this.clockOffset = Date.parse(message.now) - Date.now();
        this.topics.get(message.topic)?.takeSnapshot(message, message.data);
        return;
      case "delta":
        if (this.topics.get(message.topic)?.takeDelta(message, message.patch) === "gap") this.send({ type: "subscribe", topic: message.topic });
        return;
      case "fresh":
        for (const name of message.topics) this.topics.get(name)?.confirm();
        return;
      case "connection":
        this.engineUp = message.engine;
        this.tell();
        return;
      case "refused":
        console.warn("refused by the server", message.code, message.topic ?? "");
        if (message.topic != null) this.topics.get(message.topic)?.refuse(message.code);
        return;
      case "result":
        if (message.ok) this.commands.succeed(message.id, message.data ?? null);
        else this.commands.refuse(message.id, message.problem.code, message.problem.message);
    }
  }

  private lost(): void {
    this.drop();
    if (this.stopped) return;
    this.change("disconnected");
    this.retry = setTimeout(() => void this.tryAgain(), backoff(this.attempt++, this.random));
  }

  private async tryAgain(): Promise<void> {
    const alive = await this.options.sessionAlive();
    if (this.stopped || this.socket !== undefined) return;
    if (alive) this.open();
    else this.fail();
  }

  private fail(): void {
    this.drop();
    this.commands.refuseAll("session_over", "The session is over.");
    this.change("failed");
  }

  /** Lets go of the socket at once: a dead one may take minutes to say that it is closed. */
  private drop(code?: number): void {
    const socket = this.socket;
    this.socket = undefined;
    clearTimeout(this.silence);
    if (socket === undefined) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    if (code !== undefined) socket.close(code);
  }

  private watch(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.drop(4000);
      this.lost();
    }, SILENCE_MS);
  }

  private send(message: ClientMessage): void {
    if (this.connection === "connected") this.socket?.send(JSON.stringify(message));
  }

  private change(connection: Connection): void {
    if (connection === this.connection) return;
    this.connection = connection;
    this.tell();
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
