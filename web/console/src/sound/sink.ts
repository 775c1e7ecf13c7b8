/** Whether this browser lets a page choose where it is heard. */
export const canChooseSpeaker = (): boolean => "setSinkId" in HTMLMediaElement.prototype;

/** Sends an element's sound to a device; one that is gone, or a browser without the choice, leaves it at the system's own. */
export async function sendTo(element: HTMLAudioElement, device: string | undefined): Promise<void> {
  if (!canChooseSpeaker()) return;
  try {
    await element.setSinkId(device ?? "");
  } catch (error) {
    console.warn("the chosen speaker is not there", error);
    await element.setSinkId("");
  }
}
