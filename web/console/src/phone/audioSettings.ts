const KEY = "keryx.audio";

/** Kept in this browser: whether the microphone's sound is cleaned (echo, noise, level) or taken as it is (measuring, a good headset). */
export type AudioCleaning = "cleaned" | "raw";

export function audioCleaning(): AudioCleaning {
  return localStorage.getItem(KEY) === "raw" ? "raw" : "cleaned";
}

export function microphoneConstraints(cleaning: AudioCleaning, device?: string): MediaStreamConstraints {
  const clean = cleaning === "cleaned";
  const which = device === undefined ? {} : { deviceId: { ideal: device } };
  return { audio: { echoCancellation: clean, noiseSuppression: clean, autoGainControl: clean, channelCount: 1, ...which } };
}
