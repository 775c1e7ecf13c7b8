import type { IncomingCall, Line, LineAccount, OpenLine } from "./line";
import { MicrophoneError, type Microphone, type MicrophoneProblem } from "./Microphone";

/**
 * off -> registering -> idle -> ringing -> answering -> talking -> idle. `idle` means registered at one site at least and no call;
 * a lost registration during a call leaves the call as it is.
 */
export type PhoneState = "off" | "registering" | "idle" | "ringing" | "answering" | "talking";

export interface PhoneAccount extends LineAccount {
  sites: { site: string; url: string }[];
}

export interface PhoneView {
  state: PhoneState;
  /** Sites where it is registered. */
  sites: readonly string[];
  /** Offer that rings here, if the server named one. */
  offer: string | undefined;
  microphone: "unknown" | "live" | MicrophoneProblem;
}

/** Both voices of the call that is on, to be measured. */
export interface Conversation {
  sent: MediaStream;
  heard: MediaStream;
  statistics: () => Promise<Iterable<unknown>> | undefined;
}

/** An answer clicked before the INVITE is here waits this long for it, in milliseconds. */
const ANSWER_PATIENCE_MS = 5_000;

/** The agent's phone: registered at every site, one call at a time, one microphone track. It knows nothing about React or JsSIP. */
export class Phone {
  view: PhoneView = { state: "off", sites: [], offer: undefined, microphone: "unknown" };
  private readonly lines = new Map<string, Line>();
  private retired: Line[] = [];
  private readonly registered = new Set<string>();
  private readonly listeners = new Set<() => void>();
  private account: PhoneAccount | undefined;
  private call: IncomingCall | undefined;
  private answered = false;
  private heard: MediaStream | undefined;
  private expectsEcho = false;
  private wished: { offer: string; until: number } | undefined;

  constructor(
    private readonly openLine: OpenLine,
    private readonly microphone: Microphone,
    private readonly play: (stream: MediaStream | undefined) => void,
    private readonly now: () => number = () => Date.now(),
  ) {
    microphone.onLost(() => void this.openMicrophone());
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Registers at each site. Called again with another account it moves over; a call in progress keeps its old line until it ends. */
  start(account: PhoneAccount): void {
    if (this.account?.username === account.username && this.account.password === account.password) return;
    this.retired.push(...this.lines.values());
    this.lines.clear();
    this.registered.clear();
    if (this.call === undefined) this.stopRetired();
    this.account = account;
    for (const { site, url } of account.sites) {
      const line = this.openLine(url, account, {
        registered: (registered) => this.takeRegistration(site, line, registered),
        call: (call) => void this.takeCall(call),
      });
      this.lines.set(site, line);
    }
    this.changed();
  }

  stop(): void {
    this.stopLines();
    this.account = undefined;
    this.microphone.close();
    this.view = { ...this.view, microphone: "unknown" };
    this.changed();
  }

  /**
   * The page goes away (a reload, mostly). Ending the leg properly tells the server at once that it must call again; silence would tell it
   * after ten seconds. A call that only rings is left to ring: refusing it would be held against the person.
   */
  leave(): void {
    if (this.heard !== undefined) this.stopLines();
  }

  refresh(): void {
    for (const line of this.lines.values()) line.refresh();
  }

  /** Opens the microphone (the browser may ask). True when it is live. */
  async openMicrophone(): Promise<boolean> {
    return (await this.opened(() => this.microphone.open())) !== undefined;
  }

  private async opened(open: () => Promise<MediaStream>): Promise<MediaStream | undefined> {
    let stream: MediaStream | undefined;
    let microphone: PhoneView["microphone"] = "live";
    try {
      stream = await open();
    } catch (error) {
      if (!(error instanceof MicrophoneError)) throw error;
      microphone = error.problem;
    }
    this.view = { ...this.view, microphone };
    this.changed();
    return stream;
  }

  /** Answers the call of this offer; one that does not ring yet is answered as soon as it does. */
  async answer(offer: string): Promise<void> {
    if (this.call !== undefined && (this.call.offer === offer || this.call.offer === undefined)) return this.pickUp(this.call);
    this.wished = { offer, until: this.now() + ANSWER_PATIENCE_MS };
    this.changed();
  }

  mute(muted: boolean): void {
    this.microphone.mute(muted);
  }

  /** What is heard and said right now; undefined while there is no call with sound. */
  async conversation(): Promise<Conversation | undefined> {
    const { call, heard } = this;
    if (call === undefined || heard === undefined) return undefined;
    return { sent: await this.microphone.open(), heard, statistics: () => call.statistics() };
  }

  /** The microphone that is chosen now, also in the middle of a call. True when it is live. */
  async changeMicrophone(): Promise<boolean> {
    const live = await this.opened(() => this.microphone.reopen());
    if (live !== undefined) this.call?.replaceMicrophone(live);
    return live !== undefined;
  }

  /** Lets go of a microphone that was only opened to look at it. */
  restMicrophone(): void {
    if (this.view.state !== "off") return;
    this.microphone.close();
    this.view = { ...this.view, microphone: "unknown" };
    this.changed();
  }

  /** The next call that says it is an echo is answered by itself, for as long as the returned function is not called. */
  expectEcho(): () => void {
    this.expectsEcho = true;
    return () => {
      this.expectsEcho = false;
      if (this.call?.echo) this.call.end();
    };
  }

  private takeRegistration(site: string, line: Line, registered: boolean): void {
    if (this.lines.get(site) !== line) return;
    if (registered) this.registered.add(site);
    else this.registered.delete(site);
    this.changed();
  }

  private async takeCall(call: IncomingCall): Promise<void> {
    if (call.echo && (!this.expectsEcho || this.call !== undefined)) {
      call.end();
      return;
    }
    this.call = call;
    this.answered = false;
    this.heard = undefined;
    call.onEnded(() => this.endCall(call));
    call.onMedia((stream) => this.takeMedia(call, stream));
    this.changed();
    const wished = this.wished !== undefined && this.wished.offer === call.offer && this.wished.until >= this.now();
    if (call.autoAnswer || wished) await this.pickUp(call);
  }

  private async pickUp(call: IncomingCall): Promise<void> {
    if (this.answered) return;
    this.answered = true;
    this.wished = undefined;
    this.changed();
    const live = await this.openMicrophone();
    if (this.call !== call) return;
    if (!live) {
      this.answered = false;
      this.changed();
      return;
    }
    call.answer(await this.microphone.open());
  }

  private takeMedia(call: IncomingCall, stream: MediaStream): void {
    if (this.call !== call) return;
    this.heard = stream;
    this.play(stream);
    this.changed();
  }

  /** A replaced leg ends after the new one has begun: only the present call's end counts. */
  private endCall(call: IncomingCall): void {
    if (this.call !== call) return;
    this.call = this.heard = undefined;
    this.answered = false;
    this.play(undefined);
    this.microphone.mute(false);
    this.stopRetired();
    this.changed();
  }

  private stopRetired(): void {
    for (const line of this.retired) line.stop();
    this.retired = [];
  }

  private stopLines(): void {
    this.stopRetired();
    for (const line of this.lines.values()) line.stop();
    this.lines.clear();
    this.registered.clear();
    this.call = this.heard = undefined;
    this.answered = false;
    this.play(undefined);
  }

  private state(): PhoneState {
    if (this.account === undefined) return "off";
    if (this.heard !== undefined) return "talking";
    if (this.answered) return "answering";
    if (this.call !== undefined) return "ringing";
    return this.registered.size > 0 ? "idle" : "registering";
  }

  private changed(): void {
    this.view = { ...this.view, state: this.state(), sites: [...this.registered].sort(), offer: this.call?.offer };
    for (const listener of [...this.listeners]) listener();
  }
}
