import { beforeEach, expect, test } from "vitest";
import type { IncomingCall, LineEvents, OpenLine } from "./line";
import { Microphone } from "./Microphone";
import { Phone, type PhoneAccount } from "./Phone";

class Track {
  readyState = "live";
  enabled = true;
  onended: (() => void) | null = null;
  stop = (): void => void (this.readyState = "ended");
}

class Call implements IncomingCall {
  answeredWith: MediaStream | undefined;
  private ended: () => void = () => undefined;
  private media: (stream: MediaStream) => void = () => undefined;
  constructor(
    readonly offer: string | undefined,
    readonly autoAnswer = false,
    readonly echo = false,
  ) {}
  replacedBy: MediaStream | undefined;
  isOver = false;
  readonly interaction = "i1";
  answer = (stream: MediaStream): void => void (this.answeredWith = stream);
  onEnded = (listener: () => void): void => void (this.ended = listener);
  onMedia = (listener: (stream: MediaStream) => void): void => void (this.media = listener);
  replaceMicrophone = (stream: MediaStream): void => void (this.replacedBy = stream);
  statistics = (): undefined => undefined;
  end = (): void => {
    this.isOver = true;
    this.ended();
  };
  speak = (): void => this.media({} as MediaStream);
}

let lines: { url: string; events: LineEvents; stopped: boolean }[];
let tracks: Track[];
let refusal: string | undefined;
let played: (MediaStream | undefined)[];
let now: number;
let phone: Phone;

const account = (username = "d-1"): PhoneAccount => ({ username, password: "p", domain: "acme", iceServers: [], sites: ["lyon", "paris"].map((site) => ({ site, url: `ws://host/${site}` })) });
const line = (index: number) => lines[index] ?? expect.unreachable();
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  lines = [];
  tracks = [];
  played = [];
  refusal = undefined;
  now = 0;
  const openLine: OpenLine = (url, _account, events) => {
    const opened = { url, events, stopped: false };
    lines.push(opened);
    return { stop: () => void (opened.stopped = true), refresh: () => undefined };
  };
  const getUserMedia = (): Promise<MediaStream> => {
    if (refusal !== undefined) return Promise.reject(new DOMException("", refusal));
    const track = new Track();
    tracks.push(track);
    return Promise.resolve({ getAudioTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream);
  };
  phone = new Phone(openLine, new Microphone({ getUserMedia }), (stream) => played.push(stream), () => now);
});

function registered(): void {
  phone.start(account());
  for (const it of lines) it.events.registered(true);
}

test("registers at every site, so that it is called from the caller's own", () => {
  phone.start(account());
  expect(phone.view.state).toBe("registering");
  line(1).events.registered(true);
  expect(phone.view).toMatchObject({ state: "idle", sites: ["paris"] });
  line(0).events.registered(true);
  expect(phone.view.sites).toEqual(["lyon", "paris"]);
});

test("a call rings until it is answered by a click", async () => {
  registered();
  const call = new Call("o1");
  line(0).events.call(call);
  await settled();
  expect(phone.view).toMatchObject({ state: "ringing", offer: "o1" });
  expect(call.answeredWith).toBeUndefined();
  await phone.answer("o1");
  expect(phone.view.state).toBe("answering");
  expect(call.answeredWith).toBeDefined();
  call.speak();
  expect(phone.view.state).toBe("talking");
  call.end();
  expect(phone.view.state).toBe("idle");
  expect(played.at(-1)).toBeUndefined();
});

test("an answer clicked before the call is here counts when it comes", async () => {
  registered();
  await phone.answer("o1");
  const call = new Call("o1");
  line(0).events.call(call);
  await settled();
  expect(call.answeredWith).toBeDefined();
});

test("an old click answers no later call", async () => {
  registered();
  await phone.answer("o1");
  now = 6_000;
  const call = new Call("o1");
  line(0).events.call(call);
  await settled();
  expect(call.answeredWith).toBeUndefined();
});

test("a leg that takes a lost one's place is answered by itself, and the lost one's late end changes nothing", async () => {
  registered();
  const first = new Call("o1");
  line(0).events.call(first);
  await phone.answer("o1");
  first.speak();
  const second = new Call(undefined, true);
  line(0).events.call(second);
  await settled();
  expect(second.answeredWith).toBeDefined();
  second.speak();
  first.end();
  expect(phone.view.state).toBe("talking");
});

test("one microphone track serves every call: opening it anew would be heard", async () => {
  registered();
  await phone.openMicrophone();
  for (const offer of ["o1", "o2"]) {
    const call = new Call(offer);
    line(0).events.call(call);
    await phone.answer(offer);
    call.end();
  }
  expect(tracks).toHaveLength(1);
});

test("a microphone that is refused leaves the call ringing and says why", async () => {
  registered();
  refusal = "NotAllowedError";
  const call = new Call("o1");
  line(0).events.call(call);
  await phone.answer("o1");
  expect(call.answeredWith).toBeUndefined();
  expect(phone.view).toMatchObject({ state: "ringing", microphone: "denied" });
  refusal = undefined;
  await phone.answer("o1");
  expect(call.answeredWith).toBeDefined();
});

test("a microphone that is silently withdrawn is opened again before the next call", async () => {
  registered();
  await phone.openMicrophone();
  refusal = "NotFoundError";
  tracks[0]?.onended?.();
  await settled();
  expect(phone.view.microphone).toBe("missing");
});

test("mute silences the track, and ends with the call", async () => {
  registered();
  const call = new Call("o1");
  line(0).events.call(call);
  await phone.answer("o1");
  phone.mute(true);
  expect(tracks[0]?.enabled).toBe(false);
  call.end();
  expect(tracks[0]?.enabled).toBe(true);
});

test("a new account takes over without cutting the call that is on", async () => {
  registered();
  const call = new Call("o1");
  line(0).events.call(call);
  await phone.answer("o1");
  call.speak();
  phone.start(account("d-2"));
  expect(lines).toHaveLength(4);
  expect(line(0).stopped).toBe(false);
  line(0).events.registered(true);
  expect(phone.view.sites).toEqual([]);
  call.end();
  expect(line(0).stopped).toBe(true);
  expect(line(2).stopped).toBe(false);
});

test("off means off: no line, no microphone", async () => {
  registered();
  await phone.openMicrophone();
  phone.stop();
  expect(phone.view.state).toBe("off");
  expect(lines.every((it) => it.stopped)).toBe(true);
  expect(tracks[0]?.readyState).toBe("ended");
});

test("an echo is answered only while it is asked for: a page that did not ask stays as it is", async () => {
  registered();
  const stranger = new Call(undefined, true, true);
  line(0).events.call(stranger);
  await settled();
  expect(stranger.isOver).toBe(true);
  expect(phone.view.state).toBe("idle");
  const end = phone.expectEcho();
  const mine = new Call(undefined, true, true);
  line(0).events.call(mine);
  await settled();
  mine.speak();
  expect((await phone.conversation())?.sent).toBe(mine.answeredWith);
  end();
  expect(mine.isOver).toBe(true);
  expect(phone.view.state).toBe("idle");
});

test("another microphone chosen in a call is heard at once, and the old one is let go of", async () => {
  registered();
  const call = new Call("o1");
  line(0).events.call(call);
  await phone.answer("o1");
  call.speak();
  expect(await phone.changeMicrophone()).toBe(true);
  expect(call.replacedBy).toBeDefined();
  expect(tracks.map((it) => it.readyState)).toEqual(["ended", "live"]);
  refusal = "NotReadableError";
  expect(await phone.changeMicrophone()).toBe(false);
  expect(tracks[1]?.readyState).toBe("live");
});
