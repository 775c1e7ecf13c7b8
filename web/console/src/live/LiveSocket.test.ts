import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeSocket } from "../testing/FakeSocket";
import { LiveSocket } from "./LiveSocket";

let alive: boolean;
let socket: LiveSocket;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.opened = [];
  alive = true;
  let ids = 0;
  socket = new LiveSocket({ url: "ws://host/ws", sessionAlive: () => Promise.resolve(alive), open: FakeSocket.open, random: () => 0.5, newId: () => `id${ids++}` });
});

afterEach(() => {
  socket.stop();
  vi.useRealTimers();
});

const snapshot = (seq: number, data: object, epoch = 1) => ({ type: "snapshot", topic: "agent:me", epoch, seq, data, now: new Date().toISOString() });
const delta = (seq: number, patch: object, epoch = 1) => ({ type: "delta", topic: "agent:me", epoch, seq, patch });

function connected(): FakeSocket {
  socket.start();
  FakeSocket.last().accept();
  return FakeSocket.last();
}

test("a topic follows snapshot and deltas in order", () => {
  const topic = socket.topic("agent:me");
  const wire = connected();
  expect(wire.sent).toEqual([{ type: "hello", resume: {} }, { type: "subscribe", topic: "agent:me" }]);
  wire.say(snapshot(3, { state: "paused", offer: null }));
  wire.say(delta(4, { state: "available" }));
  wire.say(delta(4, { state: "seen twice" }));
  expect(topic.data).toEqual({ state: "available", offer: null });
});

test("a gap asks for a snapshot and believes no delta until it is here: else the desk shows a state that never was", () => {
  const topic = socket.topic("agent:me");
  const wire = connected();
  wire.say(snapshot(3, { state: "paused" }));
  wire.say(delta(5, { state: "talking" }));
  wire.say(delta(6, { state: "wrap_up" }));
  expect(topic.data).toEqual({ state: "paused" });
  expect(wire.sentOf("subscribe")).toHaveLength(2);
  wire.say(snapshot(6, { state: "wrap_up" }));
  expect(topic.data).toEqual({ state: "wrap_up" });
});

test("another epoch is a gap, whatever its number", () => {
  socket.topic("agent:me");
  const wire = connected();
  wire.say(snapshot(3, { state: "paused" }));
  wire.say(delta(4, { state: "talking" }, 2));
  expect(wire.sentOf("subscribe")).toHaveLength(2);
});

test("comes back by itself and resumes where it was", async () => {
  socket.topic("agent:me");
  const wire = connected();
  wire.say(snapshot(7, { state: "available" }));
  wire.break();
  expect(socket.connection).toBe("disconnected");
  await vi.advanceTimersByTimeAsync(1_000);
  FakeSocket.last().accept();
  expect(FakeSocket.last().sent).toEqual([{ type: "hello", resume: { "agent:me": { epoch: 1, seq: 7 } } }]);
  expect(socket.connection).toBe("connected");
});

test("a command that was cut off is sent again with the same key: a click is neither lost nor doubled", async () => {
  const answer = (connected(), socket.command("ready"));
  const first = FakeSocket.last().sentOf("command")[0];
  FakeSocket.last().break();
  await vi.advanceTimersByTimeAsync(1_000);
  FakeSocket.last().accept();
  expect(FakeSocket.last().sentOf("command")).toEqual([first]);
  FakeSocket.last().say({ type: "result", id: first?.id, ok: true, data: { done: 1 } });
  await expect(answer).resolves.toEqual({ done: 1 });
});

test("a refusal has the server's code and words", async () => {
  const wire = connected();
  const answer = socket.command("hold", { interaction: "i" });
  wire.say({ type: "result", id: wire.sentOf("command")[0]?.id, ok: false, problem: { code: "reconnecting", message: "Wait." } });
  await expect(answer).rejects.toMatchObject({ code: "reconnecting", message: "Wait." });
});

test("no answer is an answer after a while", async () => {
  connected();
  const refused = expect(socket.command("ready")).rejects.toMatchObject({ code: "no_answer" });
  await vi.advanceTimersByTimeAsync(13_000);
  await refused;
});

test("a session that is over is not tried again for ever", async () => {
  connected();
  alive = false;
  FakeSocket.last().break();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(socket.connection).toBe("failed");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSocket.opened).toHaveLength(1);
});

test("the server's own word that the session is over is believed at once", () => {
  connected().break(4401);
  expect(socket.connection).toBe("failed");
});

test("waits longer each time, with jitter", async () => {
  connected().break();
  const waits: number[] = [];
  for (let attempt = 0; attempt < 4; attempt++) {
    const before = FakeSocket.opened.length;
    let waited = 0;
    while (FakeSocket.opened.length === before) {
      await vi.advanceTimersByTimeAsync(25);
      waited += 25;
    }
    waits.push(waited);
    FakeSocket.last().break();
  }
  expect(waits).toEqual([200, 375, 750, 1_500]);
});

test("a line that is silent is given up, whatever the browser thinks of it", async () => {
  const wire = connected();
  await vi.advanceTimersByTimeAsync(30_000);
  wire.say({ type: "ping" });
  expect(wire.sentOf("pong")).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(39_000);
  expect(socket.connection).toBe("connected");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(wire.closedWith).toBe(4000);
  expect(FakeSocket.opened.length).toBeGreaterThan(1);
});

test("tells whether the engine is reached", () => {
  const wire = connected();
  wire.say({ type: "connection", engine: false });
  expect(socket.engineUp).toBe(false);
});
