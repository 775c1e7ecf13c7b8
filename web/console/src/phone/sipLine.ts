import { UA, WebSocketInterface } from "jssip";
import type { RTCSession } from "jssip/lib/RTCSession";
import type { IncomingRTCSessionEvent, RTCSessionEvent } from "jssip/lib/UA";
import type { IncomingCall, Line, LineAccount, LineEvents } from "./line";

const REGISTER_SECONDS = 120;
const RETRY_SECONDS = { connection_recovery_min_interval: 1, connection_recovery_max_interval: 5 };

/** Candidates that come later than this are not worth the caller's silence. */
const ICE_PATIENCE_MS = 500;

/** Registers with JsSIP through the gateway. Calls out of the blue do not exist here: the server rings, the person answers. */
export function openSipLine(url: string, account: LineAccount, events: LineEvents): Line {
  const agent = new UA({
    sockets: [new WebSocketInterface(url)],
    uri: `sip:${account.username}@${account.domain}`,
    authorization_user: account.username,
    password: account.password,
    register_expires: REGISTER_SECONDS,
    session_timers: false,
    user_agent: "Keryx desk",
    ...RETRY_SECONDS,
  });
  agent.on("registered", () => events.registered(true));
  agent.on("unregistered", () => events.registered(false));
  agent.on("registrationFailed", () => events.registered(false));
  agent.on("disconnected", () => events.registered(false));
  agent.on("newRTCSession", (event: RTCSessionEvent) => {
    if (isIncoming(event)) events.call(incomingCall(event, account.iceServers));
  });
  agent.start();
  return { stop: () => agent.stop(), refresh: () => agent.register() };
}

const isIncoming = (event: RTCSessionEvent): event is IncomingRTCSessionEvent => (event.originator as string) === "remote";

function incomingCall({ session, request }: IncomingRTCSessionEvent, iceServers: RTCIceServer[]): IncomingCall {
  const header = (name: string): string | undefined => (request.getHeader(name) as string | undefined)?.trim() ?? undefined;
  const yes = (name: string): boolean => header(name)?.toLowerCase() === "yes";
  session.on("icecandidate", boundedGathering());
  return {
    offer: header("X-Keryx-Offer"),
    interaction: header("X-Keryx-Interaction"),
    autoAnswer: yes("X-Keryx-Auto-Answer"),
    echo: yes("X-Keryx-Echo"),
    answer: (microphone) => session.answer({ mediaStream: microphone, pcConfig: { iceServers } }),
    replaceMicrophone: (microphone) => replaceTrack(session, microphone),
    end: () => {
      if (!session.isEnded()) session.terminate();
    },
    statistics: () => connectionOf(session)?.getStats().then((report) => report.values()),
    onEnded: (listener) => {
      session.on("ended", listener);
      session.on("failed", listener);
    },
    onMedia: (listener) => onMedia(session, listener),
  };
}

/** JsSIP would wait for all candidates; one that is reachable is enough. */
function boundedGathering(): (event: { ready: () => void }) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return ({ ready }) => {
    timer ??= setTimeout(ready, ICE_PATIENCE_MS);
  };
}

function onMedia(session: RTCSession, listener: (stream: MediaStream) => void): void {
  session.on("peerconnection", ({ peerconnection }) => {
    peerconnection.addEventListener("track", (event) => listener(event.streams[0] ?? new MediaStream([event.track])));
  });
}

/** JsSIP's types say there always is one; before the answer there is none. */
const connectionOf = (session: RTCSession): RTCPeerConnection | undefined => session.connection;

function replaceTrack(session: RTCSession, microphone: MediaStream): void {
  const [track] = microphone.getAudioTracks();
  const sender = connectionOf(session)?.getSenders().find((it) => it.track === null || it.track.kind === "audio");
  if (track !== undefined) void sender?.replaceTrack(track);
}
