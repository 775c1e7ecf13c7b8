/** Devices a person chose here, by the browser's ids; what is absent is the system's own choice. */
export interface Devices {
  microphone?: string;
  speaker?: string;
  ringer?: string;
}

export type DeviceUse = keyof Devices;

const KEY = "keryx.sound";

/** Kept in this browser for each person: a browser names its devices for itself alone, and two people may share one machine. */
export class SoundChoice {
  private readonly listeners = new Set<() => void>();
  private chosen: Devices;
  private readonly key: string;

  constructor(
    person: string,
    private readonly storage: Pick<Storage, "getItem" | "setItem"> = localStorage,
  ) {
    this.key = `${KEY}.${person}`;
    this.chosen = read(storage.getItem(this.key));
  }

  get devices(): Devices {
    return this.chosen;
  }

  choose(use: DeviceUse, device: string | undefined): void {
    const others = Object.fromEntries(Object.entries(this.chosen).filter(([key]) => key !== use)) as Devices;
    this.chosen = device === undefined ? others : { ...others, [use]: device };
    this.storage.setItem(this.key, JSON.stringify(this.chosen));
    for (const listener of [...this.listeners]) listener();
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

const uses: readonly DeviceUse[] = ["microphone", "speaker", "ringer"];

/** What is kept may have been written by another version, or by hand: only what is a device's id counts. */
function read(text: string | null): Devices {
  let kept: unknown;
  try {
    kept = JSON.parse(text ?? "{}");
  } catch {
    kept = {};
  }
  const found = typeof kept === "object" && kept !== null ? (kept as Record<string, unknown>) : {};
  return Object.fromEntries(uses.flatMap((use) => (typeof found[use] === "string" ? [[use, found[use]]] : [])));
}
