import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterContextProvider } from "@tanstack/react-router";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { sessionQuery } from "../api/session";
import { chooseLanguage, languages, startI18n } from "../app/i18n";
import { makeRouter } from "../app/router";
import { LiveSocket } from "../live/LiveSocket";
import { Microphone } from "../phone/Microphone";
import { Phone } from "../phone/Phone";
import { SoundChoice } from "../sound/SoundChoice";
import { FakeSocket } from "../testing/FakeSocket";
import { deskViews, type DeskStory } from "../testing/deskViews";
import { contact } from "../testing/contact";
import { ownDay } from "../testing/ownDay";
import { Desk } from "./Desk";
import { DeskContext } from "./DeskContext";
import { DeskPage, stateOf } from "./DeskPage";
import { TabLease } from "./TabLease";

// Whole pages in a simulated browser: on a busy machine the usual five seconds are too few.
vi.setConfig({ testTimeout: 30_000 });

const stories = Object.keys(deskViews) as DeskStory[];

const answers: Record<string, unknown> = {
  "/api/tenant/v1/reference": { queues: [], entries: [], pauseReasons: [], dispositionSets: [], agents: [] },
  "/api/tenant/v1/desk/day": ownDay,
  "/api/tenant/v1/calls": { items: [], next: null },
  "/api/tenant/v1/contacts/search": { matches: [{ id: "c1", name: "Anne Roy", company: "" }, { id: "c2", name: "Paul Roy", company: "Roy SARL" }], earlier: [] },
  "/api/tenant/v1/contacts/c1": contact("c1", "Anne Roy"),
  "/api/tenant/v1/contacts": contact("c3", "Zoé Roy"),
};
const answer = ({ url }: Request): Promise<Response> => Promise.resolve(Response.json(answers[new URL(url).pathname]));

beforeAll(async () => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal("ResizeObserver", class { observe = () => undefined; unobserve = () => undefined; disconnect = () => undefined });
  vi.stubGlobal("fetch", answer);
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
  queries.setQueryData(sessionQuery.queryKey, { actions: ["desk.use", "desk.switch_queues", "calls.list", "contacts.view", "contacts.write"], tenant: { timeZone: "Europe/Paris" } } as never);
  render(
    <QueryClientProvider client={queries}>
      <MantineProvider>
        <RouterContextProvider router={makeRouter(queries)}>
          <DeskContext value={desk}>
            <main>
              <DeskPage />
            </main>
          </DeskContext>
        </RouterContextProvider>
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
    if (["signed_out", "idle"].includes(stateOf(deskViews[story]))) await screen.findByTestId("day");
    if (deskViews[story].offer != null || deskViews[story].current != null) await screen.findByTestId("contact");
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

test("wrap-up is done in two key presses, also while a comment is typed", async () => {
  open("wrapUp");
  const user = userEvent.setup();
  await user.click(screen.getByTestId("comment"));
  await user.keyboard("{F2}");
  expect(lastCommand()).toBeUndefined();
  await user.keyboard("{Alt>}[Digit2]{/Alt}");
  expect(lastCommand()).toMatchObject({ name: "disposition", args: { interaction: "i1", code: "refusal" } });
  await user.keyboard("{F2}");
  expect(lastCommand()).toMatchObject({ name: "wrap_up_done", args: { interaction: "i1" } });
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

test("a miss that was technical is told as technical, and a pause taken too long as such", async () => {
  await chooseLanguage("en");
  open("paused");
  const rows = await screen.findAllByTestId("missed-call");
  expect(rows.map((it) => it.dataset.result)).toEqual(["no_answer", "declined", "technical", "withdrawn", "lost"]);
  expect(rows[2]?.textContent).toContain("does not count against you");
  expect(screen.getByTestId("pause-use-lunch").textContent).toContain("1:40 over");
  expect(screen.getByTestId("pause-use-coffee").textContent).toContain("15:00 left");
  expect(screen.getByTestId("day-occupancy").textContent).toBe("64%");
  expect(screen.getByTestId("team-occupancy").textContent).toBe("Team: –");
});

test("of several who share the number one is chosen, and what there was before is read", async () => {
  open("talking");
  const user = userEvent.setup();
  await user.click((await screen.findAllByTestId("contact-match"))[0] ?? expect.unreachable());
  expect((await screen.findByTestId("contact-name")).textContent).toBe("Anne Roy");
  expect(screen.getAllByTestId("earlier-row").map((it) => it.textContent)).toEqual([expect.stringContaining("Rappeler mardi")]);
});

test("who is nobody yet gets a card without leaving the call", async () => {
  open("talking");
  const user = userEvent.setup();
  await user.click(await screen.findByTestId("contact-make"));
  await user.type(screen.getByTestId("contact-name-field"), "Zoé Roy");
  await user.click(screen.getByTestId("contact-save"));
  expect((await screen.findByTestId("contact-name")).textContent).toBe("Zoé Roy");
  expect(screen.getByTestId("call")).toBeDefined();
});

test("one's own day does not stand in the way of a call", () => {
  open("talking");
  expect(screen.queryByTestId("day")).toBeNull();
});

test("what was asked to come next can be taken back", async () => {
  open("asked");
  await userEvent.setup().click(screen.getByTestId("asked-next").querySelector("button") ?? expect.unreachable());
  expect(lastCommand()).toMatchObject({ name: "take_back_next" });
});
