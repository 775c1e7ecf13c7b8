import { sendTo } from "../sound/sink";

let element: HTMLAudioElement | undefined;

function made(): HTMLAudioElement {
  if (element === undefined) {
    element = document.createElement("audio");
    element.autoplay = true;
    element.dataset.testid = "remote-audio";
    document.body.append(element);
  }
  return element;
}

/** Lets the caller be heard, outside of React: no re-rendering may ever interrupt a voice. */
export function playRemote(stream: MediaStream | undefined): void {
  const audio = made();
  audio.srcObject = stream ?? null;
  if (stream !== undefined) void audio.play().catch((error: unknown) => console.warn("the browser does not play", error));
}

/** Where callers are heard, also in the middle of a call. */
export function speakThrough(device: string | undefined): void {
  void sendTo(made(), device);
}
