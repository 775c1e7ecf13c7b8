import type { Network } from "../phone/network";

/** How loud the microphone and the voice that came back were, every `STEP_MS`. Root mean squares, 0-1. */
export interface Sample {
  sent: number;
  heard: number;
}

export type Verdict =
  | { says: "good"; delayMs: number | undefined }
  | { says: "microphoneSilent" }
  | { says: "nothingBack" }
  | { says: "loses"; percent: number }
  | { says: "slow"; ms: number }
  | { says: "uneven"; ms: number };

export const STEP_MS = 50;

/** -50 dBFS: quieter is a muted or dead microphone, not a quiet voice. */
const SPOKEN = 0.003;
/** -60 dBFS: what comes back was encoded twice and may be quieter. */
const CAME_BACK = 0.001;
/** Above these a caller complains (as twilio-voice.js warns: loss over an average, jitter, round trip). */
const LOST = 0.03;
const JITTER_MS = 30;
const ROUND_TRIP_MS = 400;
/** So long must be both spoken and heard to be sure. */
const ENOUGH_MS = 1_500;

/** Whether enough was said and came back that nothing more is learned by waiting. */
export function isEnough(samples: readonly Sample[]): boolean {
  const both = samples.filter((it) => it.sent >= SPOKEN).length;
  const back = samples.filter((it) => it.heard >= CAME_BACK).length;
  return Math.min(both, back) * STEP_MS >= ENOUGH_MS;
}

/** From the mouth outwards: the first thing that is wrong is the one to mend. */
export function judge(samples: readonly Sample[], network: Network): Verdict {
  if (!samples.some((it) => it.sent >= SPOKEN)) return { says: "microphoneSilent" };
  if (network.received === 0 || !samples.some((it) => it.heard >= CAME_BACK)) return { says: "nothingBack" };
  if (network.lost > LOST) return { says: "loses", percent: Math.round(100 * network.lost) };
  if ((network.roundTripMs ?? 0) > ROUND_TRIP_MS) return { says: "slow", ms: Math.round(network.roundTripMs ?? 0) };
  if (network.jitterMs > JITTER_MS) return { says: "uneven", ms: Math.round(network.jitterMs) };
  return { says: "good", delayMs: echoDelay(samples) };
}

const LONGEST_STEPS = 20;
const SURE = 0.6;
/** A curve that varies by less than this share of its level has no shape to be found again. */
const STEADY = 0.05;

/**
 * How much later the voice came back, in milliseconds: the shift at which the two loudness curves fit best (Pearson). Undefined when no
 * shift fits well, as with a steady tone.
 */
export function echoDelay(samples: readonly Sample[]): number | undefined {
  let best = { steps: 0, fit: 0 };
  for (let steps = 0; steps <= LONGEST_STEPS; steps += 1) {
    const sent = samples.slice(0, samples.length - steps).map((it) => it.sent);
    const heard = samples.slice(steps).map((it) => it.heard);
    const fit = correlation(sent, heard);
    if (fit > best.fit) best = { steps, fit };
  }
  return best.fit >= SURE ? best.steps * STEP_MS : undefined;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [together, ownA, ownB] = [0, 0, 0];
  a.forEach((value, i) => {
    const [fromA, fromB] = [value - meanA, (b[i] ?? 0) - meanB];
    together += fromA * fromB;
    ownA += fromA ** 2;
    ownB += fromB ** 2;
  });
  const steady = (own: number, level: number): boolean => Math.sqrt(own / Math.max(1, a.length)) < STEADY * level;
  return steady(ownA, meanA) || steady(ownB, meanB) ? 0 : together / Math.sqrt(ownA * ownB);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
