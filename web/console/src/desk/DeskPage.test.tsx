import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { sessionQuery } from "../api/session";
import { chooseLanguage, languages, startI18n } from "../app/i18n";
import { LiveSocket } from "../live/LiveSocket";
import { Microphone } from "../phone/Microphone";
import { Phone } from "../phone/Phone";
import { SoundChoice } from "../sound/SoundChoice";
import { FakeSocket } from "../testing/FakeSocket";
import { deskViews, type DeskStory } from "../testing/deskViews";
import { Desk } from "./Desk";
import { DeskContext } from "./DeskContext";
import { DeskPage } from "./DeskPage";
import { TabLease } from "./TabLease";

// Whole pages in a simulated browser: on a busy machine the usual five seconds are too few.
vi.setConfig({ testTimeout: 30_000 });

const stories = Object.keys(deskViews) as DeskStory[];

beforeAll(async () => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal("ResizeObserver", class { observe = () => undefined; unobserve = () => undefined; disconnect = () => undefined });
  vi.stubGlobal("fetch", () => Promise.resolve(Response.json({ queues: [], entries: [], pauseReasons: [], dispositionSets: [], agents: [] })));
  // What the library needs to know of text that a browser lays out.
  Object.defineProperty(document, "fonts", { value: { addEventListener: () => undefined, removeEventListener: () => undefined } });
  Object.defineProperty(HTMLMediaElement.prototype, "setSinkId", { value: () => Promise.resolve(), configurable: true });
  await startI18n("fr");
});

beforeEach(() => {
  FakeSocket.opened = [];
});

function open(story: DeskStory): void {
  const socket = new LiveSocket({ url: "ws://host/ws", sessionAlive: () => Promise.resolve(true), open: FakeSocket.open });
  const phone = new Phone(() => ({ stop: () => undefined, refresh: () => undefined }), new Microphone(undefined), () => undefined);
  const desk = new Desk(socket, phone, new TabLease(undefined), (path) => path, new SoundChoice("a1"));
  socket.start();
  FakeSocket.last().accept();
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  queries.setQueryData(sessionQuery.queryKey, { actions: ["desk.use", "desk.switch_queues"] } as never);
  render(
    <QueryClientProvider client={queries}>
      <MantineProvider>
        <DeskContext value={desk}>
          <main>
            <DeskPage />
          </main>
        </DeskContext>
      </MantineProvider>
    </QueryClientProvider>,
  );
  act(() => FakeSocket.last().say({ type: "snapshot", topic: "agent:me", epoch: 1, seq: 1, data: deskViews[story], now: new Date().toISOString() }));
}

const lastCommand = () => FakeSocket.last().sentOf("command").at(-1);

for (const language of languages) {
  // Colours need a real browser; all else that keeps somebody from working is found here.
  test.each(stories)(`the desk when %s is accessible and wholly in words (${language})`, async (story) => {
    await chooseLanguage(language);
    open(story);
    const { violations } = await axe.run(document.body, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
    expect(document.body.textContent).not.toMatch(/\b[a-z]+\.[a-z]+[A-Za-z]*\.?[a-zA-Z]*\b(?=\s|$)/);
  });
}

test("a call can be handled by keys alone", async () => {
  open("talking");
  const user = userEvent.setup();
  await user.keyboard("{F8}");
  expect(lastCommand()).toMatchObject({ name: "hold", args: { interaction: "i1", held: true } });
  await user.keyboard("{F9}");
  expect(lastCommand()).toMatchObject({ name: "mute", args: { interaction: "i1", muted: true } });
  await user.keyboard("{F4}");
  expect(lastCommand()).toMatchObject({ name: "hang_up", args: { interaction: "i1" } });
});

test("a comment that is being saved loses no click on done", async () => {
  open("wrapUp");
  const user = userEvent.setup();
  await user.click(screen.getByTestId("disposition-sale"));
  expect(lastCommand()).toMatchObject({ name: "disposition", args: { interaction: "i1", code: "sale" } });
  await user.type(screen.getByTestId("comment"), "Call back");
  await user.click(screen.getByTestId("wrap-up-done"));
  expect(lastCommand()).toMatchObject({ name: "wrap_up_done" });
  expect(FakeSocket.last().sentOf("command").map((it) => (it.args as { comment?: string }).comment)).toContain("Call back");
});

test("a refusal is told in the person's language", async () => {
  await chooseLanguage("fr");
  open("talking");
  const user = userEvent.setup();
  await user.click(screen.getByTestId("hold"));
  act(() => FakeSocket.last().say({ type: "result", id: lastCommand()?.id, ok: false, problem: { code: "not_your_interaction", message: "x" } }));
  expect((await screen.findByTestId("call-error")).textContent).toBe("Cet appel n’est plus le vôtre.");
});

test("what was asked to come next can be taken back", async () => {
  open("asked");
  await userEvent.setup().click(screen.getByTestId("asked-next").querySelector("button") ?? expect.unreachable());
  expect(lastCommand()).toMatchObject({ name: "take_back_next" });
});
