import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Desk } from "../desk/Desk";
import { CommandRefused } from "../live/messages";
import { EchoTest } from "./EchoTest";

const sent = {} as MediaStream;
const heard = {} as MediaStream;
const statistics = () => Promise.resolve([{ type: "inbound-rtp", kind: "audio", packetsReceived: 90, packetsLost: 0, jitter: 0.002 }]);

let loud: Map<MediaStream, number>;
let refusal: CommandRefused | undefined;
let open: number;
let given: number;

function desk(microphone = true): Desk {
  const phone = {
    openMicrophone: () => Promise.resolve(microphone),
    expectEcho: () => () => undefined,
    conversation: () => Promise.resolve({ sent, heard, statistics }),
    listen: () => () => undefined,
  };
  return {
    phone,
    borrowing: (what: () => Promise<unknown>) => what(),
    command: () => (refusal === undefined ? Promise.resolve({}) : Promise.reject(refusal)),
    giveBack: () => void (given += 1),
  } as unknown as Desk;
}

const meter = (stream: MediaStream) => {
  open += 1;
  return { level: () => loud.get(stream) ?? 0, close: () => void (open -= 1) };
};

beforeEach(() => {
  vi.useFakeTimers();
  loud = new Map([[sent, 0.1], [heard, 0.05]]);
  refusal = undefined;
  open = given = 0;
});

afterEach(() => vi.useRealTimers());

async function verdict(test: EchoTest): Promise<unknown> {
  const done = test.run();
  await vi.runAllTimersAsync();
  await done;
  expect(open).toBe(0);
  expect(given).toBe(1);
  return test.view;
}

test("measures the voice that went and the one that came back", async () => {
  expect(await verdict(new EchoTest(desk(), meter))).toMatchObject({ step: "done", verdict: { says: "good" } });
});

test("a silent microphone is told after some seconds, not waited for for ever", async () => {
  loud.clear();
  expect(await verdict(new EchoTest(desk(), meter))).toMatchObject({ verdict: { says: "microphoneSilent" } });
});

test("without a microphone nobody is called", async () => {
  expect(await verdict(new EchoTest(desk(false), meter))).toEqual({ step: "noMicrophone" });
});

test("a refusal leaves the page ready for another try", async () => {
  refusal = new CommandRefused("echo_not_now", "not now");
  const test = new EchoTest(desk(), meter);
  await expect(test.run()).rejects.toBe(refusal);
  expect(test.view).toEqual({ step: "idle" });
  expect(given).toBe(1);
});
