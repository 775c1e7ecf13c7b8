/** What the network did to a call, as the browser counts it. Round trip and jitter in milliseconds, lost as a share (0-1) of packets. */
export interface Network {
  received: number;
  lost: number;
  jitterMs: number;
  roundTripMs: number | undefined;
}

interface Entry {
  type: string;
  kind?: string;
  packetsReceived?: number;
  packetsLost?: number;
  jitter?: number;
  nominated?: boolean;
  currentRoundTripTime?: number;
  fractionLost?: number;
}

/** Reads a peer connection's statistics (W3C webrtc-stats). Lost is the worse of what we did not get and what the far end says it did not. */
export function networkOf(report: Iterable<unknown>): Network {
  const entries = [...report] as Entry[];
  const inbound = entries.find((it) => it.type === "inbound-rtp" && it.kind === "audio");
  const outbound = entries.find((it) => it.type === "remote-inbound-rtp" && it.kind === "audio");
  const pair = entries.find((it) => it.type === "candidate-pair" && it.nominated && it.currentRoundTripTime !== undefined);
  const received = inbound?.packetsReceived ?? 0;
  const lost = Math.max(0, inbound?.packetsLost ?? 0);
  return {
    received,
    lost: Math.max(lost / Math.max(1, received + lost), outbound?.fractionLost ?? 0),
    jitterMs: 1000 * (inbound?.jitter ?? 0),
    roundTripMs: pair?.currentRoundTripTime === undefined ? undefined : 1000 * pair.currentRoundTripTime,
  };
}
