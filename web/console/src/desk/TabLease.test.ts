import { expect, test } from "vitest";
import { TabLease } from "./TabLease";

/** The browser's lock manager for one name: one holder, a queue, and stealing. */
class Locks {
  private holder: { reject: (error: DOMException) => void } | undefined;
  private queue: (() => void)[] = [];

  request = (_name: string, options: LockOptions, run: () => Promise<void>): Promise<void> =>
    new Promise((resolve, reject) => {
      const begin = (): void => {
        const mine = { reject };
        this.holder = mine;
        void run().then(() => {
          resolve();
          if (this.holder !== mine) return;
          this.holder = undefined;
          this.queue.shift()?.();
        });
      };
      if (options.steal) {
        this.holder?.reject(new DOMException("", "AbortError"));
        begin();
      } else if (this.holder === undefined) begin();
      else {
        this.queue.push(begin);
        options.signal?.addEventListener("abort", () => {
          this.queue = this.queue.filter((it) => it !== begin);
          reject(new DOMException("", "AbortError"));
        });
      }
    });
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function tabs(): [TabLease, TabLease] {
  const locks = new Locks() as unknown as LockManager;
  const [first, second] = [new TabLease(locks), new TabLease(locks)];
  first.start();
  second.start();
  return [first, second];
}

test("one tab has the phone; two would take each other's calls", async () => {
  const [first, second] = tabs();
  await settled();
  expect([first.held, second.held]).toEqual([true, false]);
});

test("the other tab takes it when the person says so, and gives it back the same way", async () => {
  const [first, second] = tabs();
  await second.take();
  await settled();
  expect([first.held, second.held]).toEqual([false, true]);
  await first.take();
  await settled();
  expect([first.held, second.held]).toEqual([true, false]);
});

test("when the tab with the phone is closed, the next one has it by itself", async () => {
  const [first, second] = tabs();
  await settled();
  first.stop();
  await settled();
  expect(second.held).toBe(true);
});
