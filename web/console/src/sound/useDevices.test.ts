import { expect, test } from "vitest";
import { sorted } from "./useDevices";

const device = (kind: MediaDeviceKind, deviceId: string, label: string) => ({ kind, deviceId, label }) as MediaDeviceInfo;

test("real devices are offered once: the system's own choice under another name is not one", () => {
  const found = sorted([device("audioinput", "default", "Default - Headset"), device("audioinput", "h", "Headset"), device("audiooutput", "s", "Speakers"), device("videoinput", "c", "Camera")]);
  expect(found).toEqual({ inputs: [{ id: "h", name: "Headset" }], outputs: [{ id: "s", name: "Speakers" }], named: true });
});

test("before the microphone was allowed there are no names, and that is said rather than shown as empty lines", () => {
  expect(sorted([device("audioinput", "", "")])).toEqual({ inputs: [], outputs: [], named: false });
});
