/** If these fail, people with a second factor cannot get in, or an old session changes what it should not. */
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, expect, test } from "vitest";
import { startI18n } from "../app/i18n";
import { person, tenant } from "../testing/people";
import { barriers, layOut, openAt, problem, session, type Answers } from "../testing/portal";

const wait = { timeout: 30_000 };
const lea = person();
const offer = { secret: "JBSWY3DPEHPK3PXP", uri: "otpauth://totp/Keryx%20acme:lea?secret=JBSWY3DPEHPK3PXP&issuer=Keryx%20acme" };

/** A tenant where nobody is in yet; `login` answers to what is typed. */
function outside(login: (request: Request) => unknown, more: Answers = {}): Answers {
  let entered = false;
  return {
    ...tenant(() => [lea], ["people.read", "people.manage"]),
    "GET /api/tenant/v1/session": () => (entered ? session(["people.read"]) : problem(401, "unauthenticated")),
    "POST /api/tenant/v1/session": () => {
      entered = true;
      return new Response(null, { status: 204 });
    },
    "GET /api/platform/v1/login/providers": () => ({ items: [] }),
    "POST /api/platform/v1/token": () => ({ token: "t" }),
    ...more,
    "POST /api/platform/v1/login": login,
  };
}

const typed: { code?: string }[] = [];
const byCode = (wanted: string) => async (request: Request) => {
  const body = (await request.json()) as { code?: string };
  typed.push(body);
  if (body.code === undefined) return problem(401, "code_required");
  return body.code === wanted ? { token: "t", person: lea, next: null } : problem(401, "wrong_code");
};

async function logIn(): Promise<ReturnType<typeof userEvent.setup>> {
  const user = userEvent.setup();
  await user.type(await screen.findByTestId("login", {}, wait), "alice");
  await user.type(screen.getByTestId("password"), "a password");
  await user.click(screen.getByTestId("submit"));
  return user;
}

beforeAll(async () => {
  layOut();
  await startI18n("fr");
});

test("a wrong code is told, the right one lets in, and the password is typed once", { timeout: 60_000 }, async () => {
  openAt("/login", outside(byCode("123456")));
  const user = await logIn();
  await user.type(await screen.findByTestId("code"), "000000");
  expect(await barriers()).toEqual([]);
  await user.click(screen.getByTestId("submit-code"));
  expect((await screen.findByTestId("login-error")).textContent).toContain("Ce code n’est pas bon");
  await user.type(screen.getByTestId("code"), "123456");
  await user.click(screen.getByTestId("submit-code"));
  await screen.findByTestId("person-menu", {}, wait);
  expect(typed.at(-1)).toEqual({ login: "alice", password: "a password", code: "123456" });
});

test("who must set an authenticator up sees picture, secret and recovery codes, and is let in", { timeout: 60_000 }, async () => {
  let next: string | null = "enrol_totp";
  openAt(
    "/login",
    outside(() => ({ token: null, person: lea, next }), {
      "GET /api/platform/v1/me": () => ({ person: lea, actions: [], language: "fr", passwordExpiresAt: null, next, secondFactor: { totp: next === null, required: true, recoveryCodesLeft: 2 } }),
      "POST /api/platform/v1/me/totp": () => offer,
      "POST /api/platform/v1/me/totp/confirm": () => {
        next = null;
        return { recoveryCodes: ["aaaa-bbbb-cccc-dddd", "eeee-ffff-gggg-hhhh"] };
      },
    }),
  );
  const user = await logIn();
  expect((await screen.findByTestId("totp-secret", {}, wait)).textContent).toBe(offer.secret);
  screen.getByRole("img", { name: /code qr/i });
  expect(await barriers()).toEqual([]);
  await user.type(screen.getByTestId("code"), "123456");
  await user.click(screen.getByTestId("confirm-totp"));
  expect(await screen.findAllByTestId("recovery-code")).toHaveLength(2);
  await user.click(screen.getByTestId("codes-kept"));
  await screen.findByTestId("person-menu", {}, wait);
});

test("an old session proves itself, and what was begun then happens by itself", { timeout: 60_000 }, async () => {
  let proven = false;
  const asked = openAt(`/admin/people/${lea.id}`, {
    ...tenant(() => [lea]),
    [`GET /api/platform/v1/people/${lea.id}/second-factor`]: () => ({ totp: true, required: false, recoveryCodesLeft: 3 }),
    [`DELETE /api/platform/v1/people/${lea.id}/second-factor`]: () => (proven ? new Response(null, { status: 204 }) : problem(403, "proof_needed", { by: "code", provider: null })),
    "POST /api/platform/v1/me/proof": () => {
      proven = true;
      return new Response(null, { status: 204 });
    },
  });
  const user = userEvent.setup();
  await user.click(await screen.findByTestId("take-totp-away", {}, wait));
  await user.click(await screen.findByTestId("confirm-take-away"));
  await user.type(await screen.findByTestId("code"), "123456");
  expect(await barriers(screen.getByTestId("proof"))).toEqual([]);
  await user.click(screen.getByTestId("prove"));
  await waitFor(() => expect(asked.filter((it) => it.method === "DELETE")).toHaveLength(2));
});
