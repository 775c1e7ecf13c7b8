/** A websocket whose other end is the test. */
export class FakeSocket {
  static opened: FakeSocket[] = [];
  readonly sent: Record<string, unknown>[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  closedWith: number | undefined;

  constructor() {
    FakeSocket.opened.push(this);
  }

  static last(): FakeSocket {
    const socket = FakeSocket.opened.at(-1);
    if (socket === undefined) throw new Error("none was opened");
    return socket;
  }

  static open = (): WebSocket => new FakeSocket() as unknown as WebSocket;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(code: number): void {
    this.closedWith = code;
  }

  accept(): void {
    this.onopen?.();
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  break(code = 1006): void {
    this.onclose?.({ code });
  }

  sentOf(type: string): Record<string, unknown>[] {
    return this.sent.filter((it) => it.type === type);
  }
}
