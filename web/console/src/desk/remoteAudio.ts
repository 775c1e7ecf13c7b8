let element: HTMLAudioElement | undefined;

/** Lets the caller be heard, outside of React: no re-rendering may ever interrupt a voice. */
export function playRemote(stream: MediaStream | undefined): void {
  if (element === undefined) {
    element = document.createElement("audio");
    element.autoplay = true;
    element.dataset.testid = "remote-audio";
    document.body.append(element);
  }
  element.srcObject = stream ?? null;
  if (stream !== undefined) void element.play().catch((error: unknown) => console.warn("the browser does not play", error));
}
