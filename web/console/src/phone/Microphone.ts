import { audioCleaning, microphoneConstraints } from "./audioSettings";

/** Why there is no microphone: the person (or the browser's policy) said no, there is none, or it is taken by another program. */
export type MicrophoneProblem = "denied" | "missing" | "busy";

export class MicrophoneError extends Error {
  constructor(readonly problem: MicrophoneProblem) {
    super(`microphone ${problem}`);
    this.name = "MicrophoneError";
  }
}

const problems: Record<string, MicrophoneProblem> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  OverconstrainedError: "missing",
};

/**
 * One live microphone track, kept for as long as the phone is on: opening it takes time that a caller would hear, and a track that is
 * silently withdrawn must be noticed before the next call, not in it.
 */
export class Microphone {
  private stream: MediaStream | undefined;
  private muted = false;
  private readonly listeners = new Set<() => void>();

  /** `chosen`: the id of the device to open, undefined for the system's own. One that is not plugged in is replaced by another. */
  constructor(
    private readonly devices: Pick<MediaDevices, "getUserMedia"> | undefined = globalThis.navigator.mediaDevices,
    private readonly chosen: () => string | undefined = () => undefined,
  ) {}

  get live(): boolean {
    return this.stream?.getAudioTracks()[0]?.readyState === "live";
  }

  /** Told when the track is lost without our asking. */
  onLost(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The live stream; the browser asks the person the first time. Rejects with `MicrophoneError`. */
  async open(): Promise<MediaStream> {
    if (this.stream !== undefined && this.live) return this.stream;
    return this.reopen();
  }

  /** The device that is chosen now; the one before is let go of once it is there. */
  async reopen(): Promise<MediaStream> {
    const before = this.stream;
    const stream = (this.stream = await this.fetch());
    if (before !== stream) letGo(before);
    this.apply();
    const track = stream.getAudioTracks()[0];
    if (track !== undefined) track.onended = () => this.lost();
    return stream;
  }

  private async fetch(): Promise<MediaStream> {
    if (this.devices === undefined) throw new MicrophoneError("denied");
    try {
      return await this.devices.getUserMedia(microphoneConstraints(audioCleaning(), this.chosen()));
    } catch (error) {
      throw new MicrophoneError(problems[(error as DOMException).name] ?? "busy");
    }
  }

  /** Silences it here and at once; what the server knows is told by a command. */
  mute(muted: boolean): void {
    this.muted = muted;
    this.apply();
  }

  private apply(): void {
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !this.muted;
  }

  close(): void {
    letGo(this.stream);
    this.stream = undefined;
  }

  private lost(): void {
    this.stream = undefined;
    for (const listener of [...this.listeners]) listener();
  }
}

function letGo(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) {
    track.onended = null;
    track.stop();
  }
}
