import { expect, test } from "vitest";
import { SoundChoice } from "./SoundChoice";

const storage = (): Storage & { kept: Map<string, string> } => {
  const kept = new Map<string, string>();
  return { kept, getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) } as never;
};

test("a headset that was chosen is still chosen tomorrow, and is not forced on the colleague who shares the machine", () => {
  const kept = storage();
  new SoundChoice("alice", kept).choose("ringer", "desk-speakers");
  expect(new SoundChoice("alice", kept).devices).toEqual({ ringer: "desk-speakers" });
  expect(new SoundChoice("bob", kept).devices).toEqual({});
});

test("going back to the system's own choice leaves the others", () => {
  const choice = new SoundChoice("alice", storage());
  choice.choose("microphone", "m");
  choice.choose("speaker", "s");
  choice.choose("microphone", undefined);
  expect(choice.devices).toEqual({ speaker: "s" });
});

test("nonsense in the browser's store does not keep anyone from working", () => {
  const kept = storage();
  kept.kept.set("keryx.sound.alice", "{not json");
  kept.kept.set("keryx.sound.bob", JSON.stringify({ speaker: 7, ringer: "r" }));
  expect(new SoundChoice("alice", kept).devices).toEqual({});
  expect(new SoundChoice("bob", kept).devices).toEqual({ ringer: "r" });
});
