const NAME = "keryx-phone";

/**
 * Which of this browser's tabs has the phone. The first one does; the others wait for it to go, or take it over when the person says so.
 * Two tabs that register in turn would take each other's calls away.
 */
export class TabLease {
  held = false;
  private readonly listeners = new Set<() => void>();
  private release: (() => void) | undefined;
  private waiting: AbortController | undefined;
  private stopped = false;

  /** Without locks (an insecure address) there is no microphone either, and nothing to share. */
  constructor(private readonly locks: LockManager | undefined = globalThis.navigator.locks) {}

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  start(): void {
    this.stopped = false;
    if (this.locks === undefined) this.change(true);
    else void this.wait(this.locks);
  }

  stop(): void {
    this.stopped = true;
    this.waiting?.abort();
    this.release?.();
    this.held = false;
  }

  /** Takes it over from the other tab, which lets go of its phone. Resolves when it is here. */
  take(): Promise<void> {
    if (this.held || this.locks === undefined) return Promise.resolve();
    this.waiting?.abort();
    const locks = this.locks;
    return new Promise((resolve) => {
      void this.own(locks.request(NAME, { steal: true }, () => this.hold(resolve)));
    });
  }

  private async wait(locks: LockManager): Promise<void> {
    const { signal } = (this.waiting = new AbortController());
    await this.own(
      locks.request(NAME, { signal }, () => this.hold()),
      signal,
    );
  }

  private hold(taken?: () => void): Promise<void> {
    this.change(true);
    taken?.();
    return new Promise((release) => {
      this.release = release;
    });
  }

  /** A lock that is taken by another tab, and a wait that is given up (`signal`), both end as an AbortError. */
  private async own(request: Promise<unknown>, signal?: AbortSignal): Promise<void> {
    try {
      await request;
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
      if (this.stopped || signal?.aborted) return;
      this.change(false);
      if (this.locks !== undefined) void this.wait(this.locks);
    }
  }

  private change(held: boolean): void {
    this.held = held;
    for (const listener of [...this.listeners]) listener();
  }
}
