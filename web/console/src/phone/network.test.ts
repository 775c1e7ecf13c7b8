import { expect, test } from "vitest";
import { networkOf } from "./network";

test("what the browser counts is read in milliseconds and shares", () => {
  const report = [
    { type: "codec" },
    { type: "inbound-rtp", kind: "audio", packetsReceived: 95, packetsLost: 5, jitter: 0.012 },
    { type: "candidate-pair", nominated: false, currentRoundTripTime: 9 },
    { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.08 },
  ];
  expect(networkOf(report)).toEqual({ received: 95, lost: 0.05, jitterMs: 12, roundTripMs: 80 });
});

test("packets that only the far end misses count too: the caller hears the gaps", () => {
  expect(networkOf([{ type: "remote-inbound-rtp", kind: "audio", fractionLost: 0.2 }]).lost).toBe(0.2);
});

test("duplicates, which browsers count as less than none lost, are no loss", () => {
  expect(networkOf([{ type: "inbound-rtp", kind: "audio", packetsReceived: 10, packetsLost: -2 }]).lost).toBe(0);
});
