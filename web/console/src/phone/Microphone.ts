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

  constructor(private readonly devices: Pick<MediaDevices, "getUserMedia"> | undefined = globalThis.navigator.mediaDevices) {}

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
    if (this.devices === undefined) throw new MicrophoneError("denied");
    try {
      this.stream = await this.devices.getUserMedia(microphoneConstraints(audioCleaning()));
    } catch (error) {
      throw new MicrophoneError(problems[(error as DOMException).name] ?? "busy");
    }
    this.apply();
    const track = this.stream.getAudioTracks()[0];
    if (track !== undefined) track.onended = () => this.lost();
    return this.stream;
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
    for (const track of this.stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    this.stream = undefined;
  }

  private lost(): void {
    this.stream = undefined;
    for (const listener of [...this.listeners]) listener();
  }
}
