import { expect, test } from "vitest";
import { deskViews } from "../testing/deskViews";
import { checks, type Seen } from "./readiness";

const fine: Seen = {
  connection: "connected", engineUp: true, microphone: "live", speaker: "found",
  view: { ...deskViews.available, phone: { kind: "browser", reachable: true } },
};
const bad = (seen: Partial<Seen>): string[] => checks({ ...fine, ...seen }).filter((it) => it.verdict === "bad").map((it) => it.says);

test("with all in place nothing stands in the way", () => {
  expect(checks(fine).map((it) => it.verdict)).toEqual(["good", "good", "good", "good", "good", "good"]);
});

test("each thing that keeps calls away is named: nobody has to guess", () => {
  expect(bad({ connection: "disconnected" })).toEqual(["notConnected"]);
  expect(bad({ engineUp: false })).toEqual(["engineAway"]);
  expect(bad({ microphone: "denied" })).toEqual(["microphoneGone"]);
  expect(bad({ speaker: "missing" })).toEqual(["speakerMissing"]);
  expect(bad({ view: { ...fine.view, phone: { kind: "browser", reachable: false } } })).toEqual(["notRegistered"]);
  expect(bad({ view: deskViews.paused })).toEqual(["stateBad"]);
  expect(bad({ view: deskViews.talking })).toEqual(["taken"]);
});

test("of a phone on the table the browser knows neither microphone nor speaker", () => {
  expect(checks({ ...fine, view: deskViews.available }).map((it) => it.what)).toEqual(["connection", "registration", "state", "capacity"]);
});

test("a microphone that was not opened yet is not called broken", () => {
  expect(checks({ ...fine, microphone: "unknown" })[2]).toEqual({ what: "microphone", verdict: "unknown", says: "microphoneUnknown" });
});
