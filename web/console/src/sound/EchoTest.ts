import type { Desk } from "../desk/Desk";
import { CommandRefused } from "../live/messages";
import { networkOf } from "../phone/network";
import type { Conversation, Phone } from "../phone/Phone";
import { openMeter, type OpenMeter } from "./level";
import { isEnough, judge, STEP_MS, type Sample, type Verdict } from "./verdict";

/** Answering and the first sound take longer than this only when the way is shut. Milliseconds. */
const CONNECT_PATIENCE_MS = 10_000;
const LISTEN_MS = 8_000;

export type EchoView = { step: "idle" } | { step: "connecting" } | { step: "listening"; last: Sample } | { step: "done"; verdict: Verdict } | { step: "noMicrophone" };

/**
 * Says to the telephone system what the microphone hears and measures what comes back: the same way, codec and programs as a call.
 * One at a time; `run` rejects with `CommandRefused`.
 */
export class EchoTest {
  view: EchoView = { step: "idle" };
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly desk: Desk,
    private readonly open: OpenMeter = openMeter,
  ) {}

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async run(): Promise<void> {
    this.show({ step: "connecting" });
    try {
      this.show(await this.measured());
    } catch (error) {
      this.show({ step: "idle" });
      throw error;
    } finally {
      this.desk.giveBack();
    }
  }

  private async measured(): Promise<EchoView> {
    const { phone } = this.desk;
    if (!(await phone.openMicrophone())) return { step: "noMicrophone" };
    return this.desk.borrowing(async () => {
      const end = phone.expectEcho();
      try {
        await this.desk.command("echo_test");
        return { step: "done", verdict: await this.listenTo(await conversing(phone)) };
      } finally {
        end();
      }
    });
  }

  private async listenTo({ sent, heard, statistics }: Conversation): Promise<Verdict> {
    const [mine, back] = [this.open(sent), this.open(heard)];
    try {
      const samples = await this.samples(() => ({ sent: mine.level(), heard: back.level() }));
      return judge(samples, networkOf((await statistics()) ?? []));
    } finally {
      mine.close();
      back.close();
    }
  }

  private samples(look: () => Sample): Promise<Sample[]> {
    return new Promise((resolve) => {
      const samples: Sample[] = [];
      const timer = setInterval(() => {
        const last = look();
        samples.push(last);
        this.show({ step: "listening", last });
        if (!isEnough(samples) && samples.length * STEP_MS < LISTEN_MS) return;
        clearInterval(timer);
        resolve(samples);
      }, STEP_MS);
    });
  }

  private show(view: EchoView): void {
    this.view = view;
    for (const listener of [...this.listeners]) listener();
  }
}

/** The call as soon as it has sound. */
function conversing(phone: Phone): Promise<Conversation> {
  return new Promise((resolve, reject) => {
    const finish = (how: () => void): void => {
      stop();
      clearTimeout(timer);
      how();
    };
    const look = async (): Promise<void> => {
      const found = await phone.conversation();
      if (found !== undefined) finish(() => resolve(found));
    };
    const stop = phone.listen(() => void look());
    const timer = setTimeout(() => finish(() => reject(new CommandRefused("echo_no_sound", "No sound came from the telephone system."))), CONNECT_PATIENCE_MS);
    void look();
  });
}
