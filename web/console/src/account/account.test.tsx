/** If these fail, nobody can change their own password or end a session they do not know, or the password policy is not shown as it is. */
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, test } from "vitest";
import { startI18n } from "../app/i18n";
import { person, tenant } from "../testing/people";
import { barriers, layOut, openAt, type Answers } from "../testing/portal";

const nist = { profile: "nist-63b-4", minLength: 15, lower: 0, upper: 0, digit: 0, special: 0, validityDays: 0, changeAtFirstLogin: false, maxFailures: 6, blockMinutes: 15, history: 0, blocklist: true, idleMinutes: 0, sessionHours: 12 };
const pci = { ...nist, profile: "pci-dss-4", minLength: 12, validityDays: 90 };
const session = { id: "s1", createdAt: "2026-01-01T08:00:00Z", seenAt: null, expiresAt: "2030-01-01T00:00:00Z", address: "192.0.2.1", userAgent: "Firefox", current: true };
const answers = (): Answers => ({
  ...tenant(() => [person()], ["people.read", "security.read"]),
  "GET /api/platform/v1/me": () => ({ person: person(), actions: [], language: "fr", passwordExpiresAt: null, next: null, secondFactor: { totp: false, required: false, recoveryCodesLeft: 0 } }),
  "GET /api/platform/v1/password/rules": () => nist,
  "GET /api/platform/v1/me/sessions": () => ({ items: [session, { ...session, id: "s2", address: "198.51.100.9", current: false }] }),
  "GET /api/platform/v1/password-policy": () => ({ declared: { profile: "nist-63b-4" }, effective: nist, profiles: [nist, pci] }),
});

beforeAll(async () => {
  layOut();
  await startI18n("fr");
});

test("an unknown session is ended, and the present one is not offered for it", { timeout: 60_000 }, async () => {
  const asked = openAt("/account", { ...answers(), "DELETE /api/platform/v1/me/sessions/s2": () => new Response(null, { status: 204 }) });
  const end = await screen.findAllByTestId("end-session", {}, { timeout: 30_000 });
  expect(end).toHaveLength(1);
  expect(await barriers()).toEqual([]);
  await userEvent.setup().click(end[0] ?? expect.unreachable());
  await waitFor(() => expect(asked.some((it) => it.method === "DELETE")).toBe(true));
});

test("the own password is changed with the present one, and the page's session goes on", { timeout: 60_000 }, async () => {
  const asked = openAt("/account", {
    ...answers(),
    "POST /api/platform/v1/me/password": () => new Response(null, { status: 204 }),
    "POST /api/platform/v1/token": () => ({ token: "t" }),
    "POST /api/tenant/v1/session": () => new Response(null, { status: 204 }),
  });
  const user = userEvent.setup();
  await user.type(await screen.findByTestId("current-password", {}, { timeout: 30_000 }), "old");
  await user.type(screen.getByTestId("new-password"), "a long new password");
  await user.click(screen.getByTestId("save-password"));
  await screen.findByTestId("password-changed");
  const sent = asked.find((it) => it.method === "POST" && it.url.endsWith("/me/password"));
  expect(await sent?.json()).toEqual({ current: "old", new: "a long new password" });
});

test("the policy is read beside another profile, and says whom that would touch", { timeout: 60_000 }, async () => {
  openAt("/admin/passwords", { ...answers(), "POST /api/platform/v1/password-policy/preview": () => ({ people: 9, expired: 2, given: 1 }) });
  await screen.findByTestId("policy", {}, { timeout: 30_000 });
  expect(await barriers()).toEqual([]);
  await userEvent.setup().click(screen.getByTestId("preview"));
  expect((await screen.findByTestId("touched")).textContent).toContain("Sur 9 personnes actives, 2 devraient");
});
