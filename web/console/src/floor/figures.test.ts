import { expect, test } from "vitest";
import { floorView } from "../testing/floorView";
import { agentRows, alertOf, beyondServiceLevel } from "./figures";

const everybody = { text: "", states: [], queue: undefined };
const { sales, service } = floorView.queues;

test("who asks for help stands first, the others in the order asked for", () => {
  expect(agentRows(floorView.agents, everybody, "name").map((it) => it.name)).toEqual(["Farid", "Camille", "Driss", "Emma"]);
  expect(agentRows(floorView.agents, everybody, "team").map((it) => it.name)).toEqual(["Farid", "Emma", "Camille", "Driss"]);
});

test("filters narrow by words, state and queue", () => {
  expect(agentRows(floorView.agents, { ...everybody, text: "blue" }, "name").map((it) => it.id)).toEqual(["a3"]);
  expect(agentRows(floorView.agents, { ...everybody, states: ["paused"] }, "name").map((it) => it.id)).toEqual(["a3"]);
  expect(agentRows(floorView.agents, { ...everybody, queue: "nowhere" }, "name")).toEqual([]);
});

test("a queue is late once somebody waits beyond its service level", () => {
  if (sales === undefined || service === undefined) return expect.unreachable();
  expect(beyondServiceLevel(sales, Date.now())).toBe(1);
  expect([alertOf(sales, Date.now()), alertOf(service, Date.now()), alertOf(sales, Date.now() - 85_000)]).toEqual(["late", "calm", "waiting"]);
});
