import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { sessionQuery } from "../api/session";
import { chooseLanguage, languages, startI18n } from "../app/i18n";
import { LiveContext } from "../live/LiveContext";
import { LiveSocket } from "../live/LiveSocket";
import { FakeSocket } from "../testing/FakeSocket";
import { floorView, waitingView } from "../testing/floorView";
import { FloorPage } from "./FloorPage";

vi.mock("@tanstack/react-router", () => ({ Link: ({ children }: { children: string }) => <a href="/calls/i9">{children}</a> }));

// Whole pages in a simulated browser: on a busy machine the usual five seconds are too few.
vi.setConfig({ testTimeout: 30_000 });

const all = ["supervision.view", "supervision.change_state", "supervision.switch_queues", "supervision.release", "supervision.message", "supervision.listen", "supervision.whisper", "supervision.join", "supervision.take_over", "supervision.record"];

beforeAll(async () => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal("ResizeObserver", class { observe = () => undefined; unobserve = () => undefined; disconnect = () => undefined });
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ queues: [], entries: [], pauseReasons: [{ name: "lunch", displayName: "Lunch" }], dispositionSets: [], agents: [] })));
  Object.defineProperty(document, "fonts", { value: { addEventListener: () => undefined, removeEventListener: () => undefined } });
  await startI18n("en");
});

beforeEach(() => {
  FakeSocket.opened = [];
});
afterEach(() => vi.useRealTimers());

function open(actions = all): void {
  const socket = new LiveSocket({ url: "ws://host/ws", sessionAlive: () => Promise.resolve(true), open: FakeSocket.open });
  socket.start();
  FakeSocket.last().accept();
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  queries.setQueryData(sessionQuery.queryKey, { actions, tenant: { timeZone: "UTC" } } as never);
  render(
    <QueryClientProvider client={queries}>
      <MantineProvider env="test">
        <LiveContext value={socket}>
          <main>
            <FloorPage />
          </main>
        </LiveContext>
      </MantineProvider>
    </QueryClientProvider>,
  );
  say("floor", floorView);
}

const say = (topic: string, data: object): void => act(() => FakeSocket.last().say({ type: "snapshot", topic, epoch: 1, seq: 1, data, now: new Date().toISOString() }));
const lastCommand = () => FakeSocket.last().sentOf("command").at(-1);

test.each(languages)("the floor is accessible and wholly in words (%s)", async (language) => {
  await chooseLanguage(language);
  open();
  const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  expect(violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  expect(document.body.textContent).not.toMatch(/\b[a-z]+\.[a-z]+[A-Za-z]*\.?[a-zA-Z]*\b(?=\s|$)/);
  await chooseLanguage("en");
});

test("figures that nobody confirms look old, then wrong, and fresh again when confirmed", () => {
  vi.useFakeTimers();
  open();
  const tile = screen.getByTestId("tile-sales");
  expect(tile.dataset.freshness).toBe("fresh");
  act(() => void vi.advanceTimersByTime(6_000));
  expect(tile.dataset.freshness).toBe("old");
  act(() => void vi.advanceTimersByTime(10_000));
  expect(tile.dataset.freshness).toBe("stale");
  expect(screen.getByTestId("stale")).toBeTruthy();
  act(() => FakeSocket.last().say({ type: "fresh", topics: ["floor"] }));
  act(() => void vi.advanceTimersByTime(1_000));
  expect(tile.dataset.freshness).toBe("fresh");
});

test("from a tile to the line, to why nobody has the contact, to the agent", async () => {
  open();
  const user = userEvent.setup();
  await user.click(screen.getByTestId("tile-sales"));
  expect(FakeSocket.last().sentOf("subscribe").at(-1)).toMatchObject({ topic: "waiting:sales" });
  say("waiting:sales", waitingView);
  const contact = await screen.findByTestId("contact-i9");
  expect(within(contact).getAllByTestId("why-not").map((it) => it.textContent)).toEqual(["CamilleSkill too low · english 2 < 5", "DrissTalking"]);
  await user.click(within(contact).getByText("Camille"));
  expect(await screen.findByTestId("make-available")).toBeTruthy();
  expect(FakeSocket.last().sentOf("unsubscribe").at(-1)).toMatchObject({ topic: "waiting:sales" });
});

test("a supervisor pauses an agent, turns a queue on and writes a message", async () => {
  open();
  const user = userEvent.setup();
  await user.click(screen.getByTestId("open-a1"));
  await user.click(await screen.findByTestId("make-pause"));
  await user.click(await screen.findByTestId("make-pause-lunch"));
  expect(lastCommand()).toMatchObject({ name: "change_state", args: { agent: "a1", state: "paused", reason: "lunch" } });
  act(() => FakeSocket.last().say({ type: "result", id: lastCommand()?.id, ok: true }));
  await user.click(screen.getByTestId("switch-service"));
  expect(lastCommand()).toMatchObject({ name: "switch_queue", args: { agent: "a1", queue: "service", enabled: true } });
  await user.type(screen.getByTestId("message-text"), "Well done");
  await user.click(screen.getByTestId("message-send"));
  expect(lastCommand()).toMatchObject({ name: "message", args: { agents: ["a1"], text: "Well done" } });
});

test("who may only watch is offered nothing to do", async () => {
  open(["supervision.view"]);
  await userEvent.setup().click(screen.getByTestId("open-a2"));
  await screen.findByTestId("agent-drawer");
  expect(screen.queryByTestId("make-available")).toBeNull();
  expect(screen.queryByTestId("release")).toBeNull();
  expect(screen.queryByTestId("message-text")).toBeNull();
});

test("a supervisor comes into a call from the agent's row, by the right button and by the menu key", async () => {
  open();
  const user = userEvent.setup();
  await user.pointer({ keys: "[MouseRight]", target: screen.getByTestId("agent-a2") });
  await user.click(await screen.findByTestId("menu-listen"));
  expect(lastCommand()).toMatchObject({ name: "listen", args: { agent: "a2" } });
  fireEvent.contextMenu(screen.getByTestId("open-a4"));
  await user.click(await screen.findByTestId("menu-record"));
  expect(lastCommand()).toMatchObject({ name: "record", args: { agent: "a4", recorded: false } });
});

test("nobody can be listened to who does not talk, nor by whom has no right to", async () => {
  open(["supervision.view", "supervision.listen"]);
  fireEvent.contextMenu(screen.getByTestId("open-a1"));
  expect((await screen.findByTestId("menu-listen")).getAttribute("data-disabled")).toBe("true");
  expect(screen.queryByTestId("menu-join")).toBeNull();
});
