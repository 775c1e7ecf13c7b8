import type { BrowserPhone, DeskView, SipAccount } from "../api/types";
import type { LiveSocket } from "../live/LiveSocket";
import type { LiveTopic } from "../live/LiveTopic";
import { CommandRefused, type Arguments } from "../live/messages";
import type { Phone, PhoneAccount } from "../phone/Phone";
import type { SoundChoice } from "../sound/SoundChoice";
import type { TabLease } from "./TabLease";

/** Registering takes longer than this only when something is wrong. Milliseconds. */
const REGISTER_PATIENCE_MS = 10_000;

/** A registration that stays away this long while the server is reached gets a new account. Milliseconds. */
const REGISTRATION_LOST_MS = 4_000;

/**
 * Ties the server's view of the agent to the phone in this browser: signs in with it, registers again by itself after a reload (the server
 * then calls back into the same conversation), and lets go of it on sign-out. It decides nothing about the agent's state; the server does.
 */
export class Desk {
  private readonly topic: LiveTopic;
  /** The phone is used on purpose, whatever the server's view says: to sign in, or to try it. */
  private borrowed = false;
  private resuming = false;
  private lostRegistration: ReturnType<typeof setTimeout> | undefined;
  private readonly unlisten: (() => void)[];

  constructor(
    readonly socket: LiveSocket,
    readonly phone: Phone,
    readonly lease: TabLease,
    private readonly webSocketUrl: (path: string) => string,
    readonly sound: SoundChoice,
  ) {
    this.topic = socket.topic("agent:me");
    this.unlisten = [
      lease.listen(() => this.follow()),
      this.topic.listen(() => this.follow()),
      socket.listen(() => this.follow()),
      phone.listen(() => this.watchRegistration()),
    ];
    lease.start();
  }

  get view(): DeskView | undefined {
    return this.topic.data as DeskView | undefined;
  }

  listen(listener: () => void): () => void {
    return this.topic.listen(listener);
  }

  close(): void {
    for (const stop of this.unlisten) stop();
    clearTimeout(this.lostRegistration);
    this.phone.stop();
    this.lease.stop();
  }

  command(name: string, args: Arguments = {}): Promise<unknown> {
    return this.socket.command(name, args);
  }

  /** Signs in with the phone in this browser; rejects with `CommandRefused`. */
  async signInHere(): Promise<void> {
    await this.borrowing(async () => {
      await this.command("sign_in", { phone: "browser" });
    });
  }

  /** Has the phone here registered for as long as `what` takes, also before signing in; rejects with `CommandRefused`. */
  async borrowing<Result>(what: () => Promise<Result>): Promise<Result> {
    this.borrowed = true;
    try {
      await this.lease.take();
      if (this.phone.view.state === "off") await this.startPhone();
      await this.registered();
      return await what();
    } catch (error) {
      if (!this.usesBrowserPhone) this.phone.stop();
      throw error;
    } finally {
      this.borrowed = false;
    }
  }

  /** Lets go of a phone that was only borrowed. */
  giveBack(): void {
    if (!this.usesBrowserPhone) this.phone.stop();
  }

  async signInWithDeskPhone(): Promise<void> {
    await this.command("sign_in", { phone: "sip" });
  }

  async sipAccount(): Promise<SipAccount> {
    return (await this.command("sip_account")) as SipAccount;
  }

  /** Ready for calls. In the browser the microphone is opened first: false when the person or the machine does not give it. */
  async becomeReady(): Promise<boolean> {
    if (this.usesBrowserPhone && !(await this.phone.openMicrophone())) return false;
    await this.command("ready");
    return true;
  }

  get usesBrowserPhone(): boolean {
    return this.view?.signedIn === true && this.view.phone.kind === "browser";
  }

  private follow(): void {
    if (this.view === undefined || this.borrowed) return;
    this.phone.mute(this.view.current?.muted ?? false);
    if (!this.usesBrowserPhone || !this.lease.held) {
      if (this.phone.view.state !== "off") this.phone.stop();
    } else if (this.phone.view.state === "off" && this.socket.connection === "connected") {
      void this.resume();
    }
  }

  /** The page was loaded again while signed in. */
  private async resume(): Promise<void> {
    if (this.resuming) return;
    this.resuming = true;
    try {
      if (this.view?.state !== "paused") await this.phone.openMicrophone();
      await this.startPhone();
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      console.warn("phone not resumed", error.code);
    } finally {
      this.resuming = false;
    }
  }

  private async startPhone(): Promise<void> {
    const given = (await this.command("phone", { kind: "browser" })) as BrowserPhone;
    this.phone.start(this.accountOf(given));
  }

  private accountOf({ username, password, domain, sites, iceServers }: BrowserPhone): PhoneAccount {
    return {
      username,
      password,
      domain,
      iceServers: iceServers as unknown as RTCIceServer[],
      sites: sites.map(({ site, path }) => ({ site, url: this.webSocketUrl(path) })),
    };
  }

  private registered(): Promise<void> {
    if (this.phone.view.sites.length > 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const stop = this.phone.listen(() => {
        if (this.phone.view.sites.length > 0) finish(resolve);
      });
      const timer = setTimeout(
        () => finish(() => reject(new CommandRefused("phone_not_registered", "The phone could not be registered."))),
        REGISTER_PATIENCE_MS,
      );
      const finish = (how: () => void): void => {
        stop();
        clearTimeout(timer);
        how();
      };
    });
  }

  /** The account goes with the gateway's session and the site's Asterisk: when either began anew, ours is not known there any more. */
  private watchRegistration(): void {
    const lost = this.phone.view.state !== "off" && this.phone.view.sites.length === 0;
    if (!lost) {
      clearTimeout(this.lostRegistration);
      this.lostRegistration = undefined;
      return;
    }
    this.lostRegistration ??= setTimeout(() => {
      this.lostRegistration = undefined;
      if (this.usesBrowserPhone && this.lease.held && this.socket.connection === "connected") void this.resume();
    }, REGISTRATION_LOST_MS);
  }
}
