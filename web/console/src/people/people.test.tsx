/** If these fail, an administrator cannot add, find or change people, loses what was typed, or meets a barrier. */
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { chooseLanguage, languages, startI18n } from "../app/i18n";
import { person, tenant } from "../testing/people";
import { barriers, layOut, openAt, problem } from "../testing/portal";

const people = () => [person(), person({ id: "p2", login: "bruno", name: "Bruno Lefèvre", team: "Sud", role: "supervisor", queues: [], skills: {} })];
const sent = async (asked: Request[], method: string): Promise<unknown> => asked.findLast((it) => it.method === method)?.json();

beforeAll(async () => {
  layOut();
  await startI18n("fr");
});
beforeEach(() => chooseLanguage("fr"));

for (const language of languages) {
  test.each([
    ["/admin/people", "people"],
    ["/admin/people/new", "field-login"],
    ["/admin/people/p1", "person-page"],
    ["/admin/people/import", "choose-file"],
  ])(`%s has no barriers and no missing words (${language})`, { timeout: 60_000 }, async (path, shown) => {
    await chooseLanguage(language);
    openAt(path, tenant(people));
    await screen.findByTestId(shown, {}, { timeout: 30_000 });
    expect(await barriers()).toEqual([]);
    expect(document.body.textContent).not.toMatch(/\b(people|form|import|rule)\.[a-z]+/);
  });
}

test("the list is narrowed by what stands in the address", async () => {
  openAt("/admin/people?q=bruno", tenant(people));
  expect((await screen.findByTestId("people-count")).textContent).toBe("1 personne");
  await userEvent.setup().click(screen.getByTestId("filter-clear"));
  await waitFor(() => expect(screen.getByTestId("people-count").textContent).toBe("2 personnes"));
});

test("a person is added, and the password told once", async () => {
  const asked = openAt("/admin/people/new", {
    ...tenant(people),
    "POST /api/platform/v1/people": () => Response.json({ person: person({ id: "p3", login: "zoe", name: "Zoé" }), password: "abcd-efgh" }, { status: 201 }),
  });
  const user = userEvent.setup();
  await user.type(await screen.findByTestId("field-login"), "-zoe");
  expect(screen.getByText(/commence par une lettre/)).toBeTruthy();
  await user.clear(screen.getByTestId("field-login"));
  await user.type(screen.getByTestId("field-login"), "zoe");
  await user.type(screen.getByTestId("field-name"), "Zoé");
  await user.selectOptions(screen.getByTestId("add-queue"), "support");
  await user.click(screen.getByTestId("save"));
  expect((await screen.findByTestId("password")).textContent).toBe("abcd-efgh");
  expect(await sent(asked, "POST")).toMatchObject({ login: "zoe", name: "Zoé", team: null, queues: [{ queue: "support", level: 50 }] });
});

test("only what was changed is sent, onto the revision it was changed from", async () => {
  const asked = openAt("/admin/people/p1", { ...tenant(people), "PATCH /api/platform/v1/people/p1": () => person({ revision: 4, team: "Est" }) });
  fireEvent.change(await screen.findByTestId("field-team"), { target: { value: "Est" } });
  await userEvent.setup().click(screen.getByTestId("save"));
  expect(await screen.findByTestId("saved")).toBeTruthy();
  expect(await sent(asked, "PATCH")).toEqual({ team: "Est" });
  expect(asked.findLast((it) => it.method === "PATCH")?.headers.get("If-Match")).toBe('"3"');
});

test("what somebody else saved meanwhile is shown beside what was typed, and neither is lost", async () => {
  let now = people();
  openAt("/admin/people/p1", {
    ...tenant(() => now),
    "PATCH /api/platform/v1/people/p1": () => {
      now = [person({ revision: 4, team: "Ouest", extension: "199" })];
      return problem(412, "changed_meanwhile");
    },
  });
  fireEvent.change(await screen.findByTestId("field-team"), { target: { value: "Est" } });
  const user = userEvent.setup();
  await user.click(screen.getByTestId("save"));
  const row = within(await screen.findByTestId("conflict")).getByTestId("conflict-row");
  expect(row.textContent).toContain("Ouest");
  expect(screen.getByTestId<HTMLInputElement>("field-team").value).toBe("Est");
  expect(screen.getByTestId<HTMLInputElement>("field-extension").value).toBe("199");
  expect(screen.getByTestId<HTMLButtonElement>("save").disabled).toBe(true);
  await user.click(within(row).getByText("Garder"));
  expect(screen.getByTestId<HTMLButtonElement>("save").disabled).toBe(false);
});

test("who may only read changes nothing, and is offered nothing", async () => {
  openAt("/admin/people/p1", tenant(people, ["people.read"]));
  expect((await screen.findByTestId<HTMLInputElement>("field-name")).closest("fieldset")?.disabled).toBe(true);
  expect(screen.queryByTestId("reset-password")).toBeNull();
});

test("who may not see people finds no way to them", async () => {
  openAt("/admin/people", tenant(people, ["calls.list"]));
  expect((await screen.findByTestId("problem")).dataset.kind).toBe("forbidden");
  expect(screen.queryByTestId("nav-admin")).toBeNull();
});

test("each mistake of a file is shown by row and column, beside what stands there", async () => {
  openAt("/admin/people/import", {
    ...tenant(people),
    "POST /api/platform/v1/people/import": () => problem(422, "invalid_csv", { errors: [{ row: 2, column: "queues", message: "there is no queue 'salles'" }] }),
  });
  await screen.findByTestId("choose-file");
  const text = "login,name,queues\nzoe,Zoé,salles:80\n";
  // jsdom's files cannot be read as text.
  const file = Object.assign(new File([text], "people.csv", { type: "text/csv" }), { text: () => Promise.resolve(text) });
  await userEvent.setup().upload(document.querySelector<HTMLInputElement>('input[type="file"]') ?? expect.unreachable(), file);
  const row = await screen.findByTestId("import-error");
  await waitFor(() => expect(row.textContent).toContain("salles:80"));
  expect(screen.queryByTestId("import-now")).toBeNull();
});

test("several are changed at once, after having been told what would happen", async () => {
  const asked = openAt("/admin/people", { ...tenant(people), "POST /api/platform/v1/people/bulk": (request) => ({ dryRun: request.url.includes("true"), changed: 2, unchanged: 0 }) });
  const user = userEvent.setup();
  await user.click(await screen.findByTestId("choose-all"));
  await user.click(screen.getByTestId("bulk-change"));
  await user.selectOptions(await screen.findByTestId("bulk-addQueue"), "support");
  await user.click(screen.getByTestId("bulk-try"));
  await user.click(await screen.findByTestId("bulk-now"));
  expect((await screen.findByTestId("bulk-done")).textContent).toBe("2 personnes ont été modifiées.");
  expect(await sent(asked, "POST")).toMatchObject({ people: ["p1", "p2"], change: { addQueues: [{ queue: "support", level: 50 }] } });
});
