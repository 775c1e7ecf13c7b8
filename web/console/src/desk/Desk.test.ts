import { beforeEach, expect, test, vi } from "vitest";
import { LiveSocket } from "../live/LiveSocket";
import type { LineEvents } from "../phone/line";
import { Microphone } from "../phone/Microphone";
import { Phone } from "../phone/Phone";
import { SoundChoice } from "../sound/SoundChoice";
import { FakeSocket } from "../testing/FakeSocket";
import { Desk } from "./Desk";
import { TabLease } from "./TabLease";

let lines: { url: string; events: LineEvents; stopped: boolean }[];
let tracks: { readyState: string; enabled: boolean; stop: () => void }[];
let desk: Desk;
let seq: number;

const given = { username: "d-1", password: "p", domain: "acme", sites: [{ site: "paris", path: "/api/tenant/v1/sip/paris" }], iceServers: [] };

beforeEach(() => {
  FakeSocket.opened = [];
  lines = [];
  tracks = [];
  seq = 0;
  const socket = new LiveSocket({ url: "ws://host/ws", sessionAlive: () => Promise.resolve(true), open: FakeSocket.open });
  const getUserMedia = (): Promise<MediaStream> => {
    const track = { readyState: "live", enabled: true, stop: () => undefined };
    tracks.push(track);
    return Promise.resolve({ getAudioTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream);
  };
  const phone = new Phone(
    (url, _account, events) => {
      const line = { url, events, stopped: false };
      lines.push(line);
      return { stop: () => void (line.stopped = true), refresh: () => undefined };
    },
    new Microphone({ getUserMedia }),
    () => undefined,
  );
  desk = new Desk(socket, phone, new TabLease(undefined), (path) => `ws://host${path}`, new SoundChoice("a1"));
  socket.start();
  FakeSocket.last().accept();
});

const view = (change: object): void => FakeSocket.last().say({ type: "snapshot", topic: "agent:me", epoch: 1, seq: ++seq, data: { signedIn: false, phone: { kind: "browser", reachable: false }, ...change } });
const commands = (): string[] => FakeSocket.last().sentOf("command").map((it) => it.name as string);

async function answered(name: string, data: object = {}): Promise<void> {
  const sent = await vi.waitFor(() => {
    const found = FakeSocket.last().sentOf("command").findLast((it) => it.name === name);
    expect(found).toBeDefined();
    return found;
  });
  FakeSocket.last().say({ type: "result", id: sent?.id, ok: true, data });
}

async function lineOpened() {
  return vi.waitFor(() => {
    const line = lines.at(-1);
    if (line === undefined) throw new Error("no line yet");
    return line;
  });
}

test("signs in only once the phone is registered: else the first call would ring nowhere", async () => {
  view({});
  const done = desk.signInHere();
  await answered("phone", given);
  const line = await lineOpened();
  expect(line.url).toBe("ws://host/api/tenant/v1/sip/paris");
  expect(commands()).toEqual(["phone"]);
  line.events.registered(true);
  await answered("sign_in");
  await done;
  expect(tracks).toHaveLength(0);
});

test("after a reload in a call the desk registers by itself, microphone first, so that it can be called back", async () => {
  view({ signedIn: true, state: "talking", current: { interaction: "i1", muted: true } });
  await answered("phone", given);
  await lineOpened();
  expect(tracks).toHaveLength(1);
  expect(tracks[0]?.enabled).toBe(false);
  expect(commands()).toEqual(["phone"]);
});

test("after a reload in a pause nobody is asked for the microphone", async () => {
  view({ signedIn: true, state: "paused" });
  await answered("phone", given);
  await lineOpened();
  expect(tracks).toHaveLength(0);
});

test("becoming ready opens the microphone before the server is told", async () => {
  view({ signedIn: true, state: "paused" });
  await answered("phone", given);
  const ready = desk.becomeReady();
  await answered("ready");
  expect(await ready).toBe(true);
  expect(tracks).toHaveLength(1);
});

test("the microphone follows the server's mute, also after a reload", async () => {
  view({ signedIn: true, state: "talking", current: { interaction: "i1", muted: false } });
  await answered("phone", given);
  await lineOpened();
  view({ signedIn: true, state: "talking", current: { interaction: "i1", muted: true } });
  expect(tracks[0]?.enabled).toBe(false);
});

test("signed out by somebody else, the phone is let go of", async () => {
  view({ signedIn: true, state: "paused" });
  await answered("phone", given);
  const line = await lineOpened();
  view({ signedIn: false });
  expect(line.stopped).toBe(true);
});

test("a desk phone on the table needs no phone here", () => {
  view({ signedIn: true, state: "available", phone: { kind: "sip", reachable: true } });
  expect(commands()).toEqual([]);
});
