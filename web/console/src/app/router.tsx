import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { sessionQuery } from "../api/session";
import { callsSearch } from "../calls/search";
import { DeskPage } from "../desk/DeskPage";
import { LoginPage } from "../login/LoginPage";
import { ForbiddenPage, MissingPage, ProblemPage } from "./ProblemPage";
import { Shell } from "./Shell";

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

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (search): { next?: string } => {
    const next = safeNext(search.next);
    return next === undefined ? {} : { next };
  },
  component: LoginPage,
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.query({ ...sessionQuery, staleTime: "static" });
    if (session === null) throw redirect({ to: "/login", search: location.pathname === "/" ? {} : { next: location.href } });
    return { session };
  },
  component: () => <Shell session={signedIn.useRouteContext().session} />,
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
  component: () => (signedIn.useRouteContext().session.actions.includes("desk.use") ? <DeskPage /> : <ForbiddenPage />),
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

const tree = root.addChildren([login, signedIn.addChildren([home, desk, calls, call])]);

export const makeRouter = (queries: QueryClient) => createRouter({ routeTree: tree, context: { queries }, defaultPreload: false });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
