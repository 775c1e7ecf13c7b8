import { sendTo } from "../sound/sink";

/** How a ringing call makes itself known: a sound, the tab's title and icon, a desktop notification. */

const RING_HZ = [440, 480];
const PERIOD_MS = 3_000;
const BURST_SECONDS = 1.2;

/**
 * Rings on `device` (undefined: the system's own speaker) until the returned function is called. A browser that has not been clicked in
 * yet stays silent; the picture rings all the same.
 */
export function ringTone(device?: string): () => void {
  const ringer = openRinger(device);
  ringer.burst();
  const timer = setInterval(ringer.burst, PERIOD_MS);
  return () => {
    clearInterval(timer);
    ringer.close();
  };
}

/** One ring, to hear where it comes from. */
export function ringOnce(device?: string): void {
  const ringer = openRinger(device);
  ringer.burst();
  setTimeout(ringer.close, 2_000);
}

/** The tones go through an element: only elements can choose their speaker in every browser that has the choice. */
function openRinger(device: string | undefined): { burst: () => void; close: () => void } {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const element = new Audio();
  element.srcObject = output.stream;
  void sendTo(element, device).then(() => element.play()).catch((error: unknown) => console.warn("the browser does not ring", error));
  return {
    burst: () => burst(context, output),
    close: () => {
      element.srcObject = null;
      void context.close();
    },
  };
}

function burst(context: AudioContext, output: AudioNode): void {
  const now = context.currentTime;
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setTargetAtTime(0.12, now, 0.02);
  volume.gain.setTargetAtTime(0, now + BURST_SECONDS, 0.03);
  volume.connect(output);
  for (const frequency of RING_HZ) {
    const tone = new OscillatorNode(context, { frequency });
    tone.connect(volume);
    tone.start(now);
    tone.stop(now + BURST_SECONDS + 0.3);
  }
}

export function badge(title: string): () => void {
  const before = document.title;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  document.title = title;
  if (icon) icon.href = "/icon-alert.svg";
  return () => {
    document.title = before;
    if (icon) icon.href = "/icon.svg";
  };
}

/** Shown only while the page is not looked at, and only to those who allowed it. */
export function notify(title: string, body: string): () => void {
  if (!("Notification" in globalThis) || Notification.permission !== "granted" || document.visibilityState === "visible") return () => undefined;
  const notification = new Notification(title, { body, icon: "/icon-alert.svg", tag: "keryx-offer", requireInteraction: true });
  notification.onclick = () => {
    window.focus();
    notification.close();
  };
  return () => notification.close();
}

export function askForNotifications(): void {
  if ("Notification" in globalThis && Notification.permission === "default") void Notification.requestPermission();
}
