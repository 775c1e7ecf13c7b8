/** If these fail, a company cannot make its roles, or reads in the matrix something other than what is granted. */
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, test } from "vitest";
import type { Role } from "../api/roles";
import { startI18n } from "../app/i18n";
import { person, tenant } from "../testing/people";
import { barriers, layOut, openAt, type Answers } from "../testing/portal";

const scope = { reach: "tenant" as const, sites: [], teams: [], queues: [] };
const supervisor: Role = { id: "supervisor", name: "supervisor", description: "", builtIn: true, levels: { people: "read" }, rights: ["export"], scope, exceptions: {}, people: 2, revision: 1 };
const night: Role = { ...supervisor, id: "chef-de-nuit", name: "Chef de nuit", builtIn: false, revision: 4 };
const rights = {
  modules: [
    { name: "people", what: "people", available: true },
    { name: "campaigns", what: "campaigns", available: false },
  ],
  rights: [{ name: "export", what: "export", available: true }],
  actions: [{ name: "people.write", what: "change people", module: "people", level: "modify", right: null }],
};
const actions = ["people.read", "roles.read", "roles.write", "roles.manage"];
const answers = (): Answers => ({
  ...tenant(() => [person({ role: "supervisor" })], actions),
  "GET /api/platform/v1/roles": () => ({ items: [supervisor, night] }),
  "GET /api/platform/v1/rights": () => rights,
  "GET /api/platform/v1/people/p1/rights": () => ({ person: "p1", role: "supervisor", decisions: [{ action: "people.write", what: "change people", allowed: false, reason: "no", scope: null }] }),
});

beforeAll(async () => {
  layOut();
  await startI18n("fr");
});

test("built-in roles are looked at, and not changed; what is to come says so", { timeout: 60_000 }, async () => {
  openAt("/admin/roles/supervisor", answers());
  expect((await screen.findByTestId<HTMLInputElement>("people-read", {}, { timeout: 30_000 })).checked).toBe(true);
  expect(screen.getByTestId<HTMLInputElement>("people-modify").disabled).toBe(true);
  expect(document.querySelector('[data-module="campaigns"]')?.textContent).toContain("à venir");
  expect(await barriers()).toEqual([]);
});

test("an own role is replaced as a whole, onto the revision it was changed from", { timeout: 60_000 }, async () => {
  const asked = openAt("/admin/roles/chef-de-nuit", { ...answers(), "PUT /api/platform/v1/roles/chef-de-nuit": () => ({ ...night, levels: { people: "modify" }, revision: 5 }) });
  const user = userEvent.setup();
  await user.click(await screen.findByTestId("people-modify", {}, { timeout: 30_000 }));
  await user.click(screen.getByTestId("save"));
  await screen.findByTestId("saved");
  const put = asked.findLast((it) => it.method === "PUT");
  expect(put?.headers.get("If-Match")).toBe('"4"');
  expect(await put?.json()).toMatchObject({ name: "Chef de nuit", levels: { people: "modify" }, rights: ["export"], scope: { reach: "tenant" } });
});

test("why somebody may not do something is said in words of the role", { timeout: 60_000 }, async () => {
  openAt("/admin/people/p1", answers());
  await userEvent.setup().click(await screen.findByTestId("show-rights", {}, { timeout: 30_000 }));
  const decision = await screen.findByTestId("decision");
  expect(decision.textContent).toContain("Il faut « Personnes » au niveau « Modifier » ; le rôle Superviseur a « Lire ».");
});
