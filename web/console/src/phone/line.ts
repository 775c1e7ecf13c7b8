/** What the phone asks of a SIP stack, and is told by it: one line a site. `sipLine.ts` does it with JsSIP. */

export interface LineAccount {
  username: string;
  password: string;
  domain: string;
  iceServers: RTCIceServer[];
}

/** A call that rings here. `offer` and `autoAnswer` are the server's headers. */
export interface IncomingCall {
  offer: string | undefined;
  interaction: string | undefined;
  /** The server put this leg in the place of a lost one: the person has answered already. */
  autoAnswer: boolean;
  /** The telephone system gives back what is said: a test, nobody's call. */
  echo: boolean;
  answer(microphone: MediaStream): void;
  /** Another microphone from here on; the far end notices nothing. */
  replaceMicrophone(microphone: MediaStream): void;
  end(): void;
  /** The peer connection's statistics; undefined before there is one. */
  statistics(): Promise<Iterable<unknown>> | undefined;
  onEnded(listener: () => void): void;
  onMedia(listener: (stream: MediaStream) => void): void;
}

export interface LineEvents {
  registered: (registered: boolean) => void;
  call: (call: IncomingCall) => void;
}

export interface Line {
  stop(): void;
  /** The network changed: register again at once. */
  refresh(): void;
}

export type OpenLine = (url: string, account: LineAccount, events: LineEvents) => Line;
