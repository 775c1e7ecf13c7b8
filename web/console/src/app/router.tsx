import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { enter, sessionQuery } from "../api/session";
import { openTo } from "../admin/sections";
import { auditSearch } from "../audit/search";
import { callsSearch } from "../calls/search";
import { LoginPage } from "../login/LoginPage";
import { peopleSearch } from "../people/search";
import { MissingPage, ProblemPage } from "./ProblemPage";

interface Context {
  queries: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Outlet,
  errorComponent: ({ error }) => <ProblemPage error={error} />,
  notFoundComponent: MissingPage,
});

/** Only an address of our own is gone to after login. */
const safeNext = (value: unknown): string | undefined => (typeof value === "string" && /^\/(?!\/)/.test(value) ? value : undefined);

const entered = (queries: QueryClient): Promise<boolean> =>
  enter(queries).then(
    () => true,
    () => false, // the page asks for a log-in, as if nobody had come
  );

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (search): { next?: string; entered?: true; refused?: string } => {
    const next = safeNext(search.next);
    return {
      ...(next === undefined ? {} : { next }),
      ...(search.entered === undefined ? {} : { entered: true as const }),
      ...(typeof search.refused === "string" ? { refused: search.refused } : {}),
    };
  },
  // Back from an identity provider: the platform knows the person, the tenant's own session is still to begin.
  beforeLoad: async ({ context, search }) => {
    if (search.entered && (await entered(context.queries))) throw redirect({ href: search.next ?? "/" });
  },
  component: LoginPage,
});

const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset",
  component: lazyRouteComponent(() => import("../login/ResetPage"), "ResetPage"),
});

const forgotten = createRoute({
  getParentRoute: () => root,
  path: "/forgotten",
  component: lazyRouteComponent(() => import("../login/ForgottenPage"), "ForgottenPage"),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.query({ ...sessionQuery, staleTime: "static" });
    if (session === null) throw redirect({ to: "/login", search: location.pathname === "/" ? {} : { next: location.href } });
    return { session };
  },
  component: lazyRouteComponent(() => import("./Shell"), "Shell"),
  errorComponent: ({ error }) => <ProblemPage error={error} />,
  notFoundComponent: MissingPage,
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  beforeLoad: ({ context }) => {
    throw redirect(context.session.actions.includes("desk.use") ? { to: "/desk" } : { to: "/calls", search: {} });
  },
});

const desk = createRoute({
  getParentRoute: () => signedIn,
  path: "/desk",
  component: lazyRouteComponent(() => import("../desk/DeskRoute"), "DeskRoute"),
});

const floor = createRoute({
  getParentRoute: () => signedIn,
  path: "/floor",
  component: lazyRouteComponent(() => import("../floor/FloorPage"), "FloorPage"),
});

const calls = createRoute({
  getParentRoute: () => signedIn,
  path: "/calls",
  validateSearch: callsSearch,
  component: lazyRouteComponent(() => import("../calls/CallsPage"), "CallsPage"),
});

const call = createRoute({
  getParentRoute: () => signedIn,
  path: "/calls/$interaction",
  component: lazyRouteComponent(() => import("../calls/CallPage"), "CallPage"),
});

const admin = createRoute({
  getParentRoute: () => signedIn,
  path: "/admin",
  component: lazyRouteComponent(() => import("../admin/AdminLayout"), "AdminLayout"),
});

/** The first page of administration that the person may open. */
const adminHome = createRoute({
  getParentRoute: () => admin,
  path: "/",
  beforeLoad: ({ context }) => {
    const [first] = openTo(context.session.actions);
    if (first !== undefined) throw redirect({ to: first.to });
  },
});

const people = createRoute({
  getParentRoute: () => admin,
  path: "/people",
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import("../people/PeoplePage"), "PeoplePage"),
});

const newPerson = createRoute({
  getParentRoute: () => admin,
  path: "/people/new",
  component: lazyRouteComponent(() => import("../people/NewPersonPage"), "NewPersonPage"),
});

const importPeople = createRoute({
  getParentRoute: () => admin,
  path: "/people/import",
  component: lazyRouteComponent(() => import("../people/ImportPage"), "ImportPage"),
});

const person = createRoute({
  getParentRoute: () => admin,
  path: "/people/$person",
  component: lazyRouteComponent(() => import("../people/PersonPage"), "PersonPage"),
});

const roles = createRoute({
  getParentRoute: () => admin,
  path: "/roles",
  component: lazyRouteComponent(() => import("../roles/RolesPage"), "RolesPage"),
});

const newRole = createRoute({
  getParentRoute: () => admin,
  path: "/roles/new",
  validateSearch: ({ from }): { from?: string } => (typeof from === "string" ? { from } : {}),
  component: lazyRouteComponent(() => import("../roles/NewRolePage"), "NewRolePage"),
});

const role = createRoute({
  getParentRoute: () => admin,
  path: "/roles/$role",
  component: lazyRouteComponent(() => import("../roles/RolePage"), "RolePage"),
});

const audit = createRoute({
  getParentRoute: () => admin,
  path: "/audit",
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import("../audit/AuditPage"), "AuditPage"),
});

const passwords = createRoute({
  getParentRoute: () => admin,
  path: "/passwords",
  component: lazyRouteComponent(() => import("../security/PolicyPage"), "PolicyPage"),
});

const account = createRoute({
  getParentRoute: () => signedIn,
  path: "/account",
  component: lazyRouteComponent(() => import("../account/AccountPage"), "AccountPage"),
});

const adminPages = admin.addChildren([adminHome, passwords, people, newPerson, importPeople, person, roles, newRole, role, audit]);
const tree = root.addChildren([login, reset, forgotten, signedIn.addChildren([home, account, desk, floor, calls, call, adminPages])]);

export const makeRouter = (queries: QueryClient) => createRouter({ routeTree: tree, context: { queries }, defaultPreload: false });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
