import { useCallback, useEffect, useState } from "react";
import type { DeviceUse } from "./SoundChoice";

export interface Device {
  id: string;
  name: string;
}

export interface Found {
  inputs: Device[];
  outputs: Device[];
  /** Browsers tell no names before the microphone was allowed once. */
  named: boolean;
}

const nothing: Found = { inputs: [], outputs: [], named: true };

/** What can be plugged in right now; looked at again whenever the machine says that something changed. */
export function useDevices(): { found: Found; look: () => void } {
  const [found, setFound] = useState<Found>(nothing);
  const look = useCallback(() => {
    const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
    void devices?.enumerateDevices().then((all) => setFound(sorted(all)));
  }, []);
  useEffect(() => {
    const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
    look();
    devices?.addEventListener("devicechange", look);
    return () => devices?.removeEventListener("devicechange", look);
  }, [look]);
  return { found, look };
}

/** `default` and `communications` are the system's own choice under other names. */
export function sorted(all: readonly MediaDeviceInfo[]): Found {
  const of = (kind: MediaDeviceKind): Device[] =>
    all
      .filter((it) => it.kind === kind && !["", "default", "communications"].includes(it.deviceId))
      .map(({ deviceId, label }, i) => ({ id: deviceId, name: label || `${i + 1}` }));
  return { inputs: of("audioinput"), outputs: of("audiooutput"), named: all.some((it) => it.label !== "") || all.length === 0 };
}

export const devicesFor = (use: DeviceUse, found: Found): Device[] => (use === "microphone" ? found.inputs : found.outputs);
