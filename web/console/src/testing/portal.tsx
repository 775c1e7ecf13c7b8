import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { render } from "@testing-library/react";
import axe from "axe-core";
import { vi } from "vitest";
import { makeRouter } from "../app/router";

/** An answer of the server: to `METHOD /path`, without the query. */
export type Answers = Record<string, (request: Request) => unknown>;

export const session = (actions: string[]) => ({
  person: { id: "me", name: "Claire Dubois", role: "company_administrator", team: null, site: null, languages: ["fr"] },
  actions,
  tenant: { id: "acme", displayName: "Acme", timeZone: "Europe/Paris", defaultLanguage: "fr" },
  expiresAt: "2030-01-01T00:00:00Z",
});

/** A refusal, as problem documents are. */
export const problem = (status: number, code: string, more: object = {}) => Response.json({ status, code, detail: code, ...more }, { status });

/** What the library needs to know of a browser that lays text out. */
export function layOut(): void {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal("ResizeObserver", class { observe = () => undefined; unobserve = () => undefined; disconnect = () => undefined });
  vi.stubGlobal("scrollTo", () => undefined);
  Object.defineProperty(document, "fonts", { configurable: true, value: { addEventListener: () => undefined, removeEventListener: () => undefined } });
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
}

/** The whole application at `path`, with a server that answers so; everything that was asked of it, in order. */
export function openAt(path: string, answers: Answers): Request[] {
  const asked: Request[] = [];
  vi.stubGlobal("fetch", (request: Request) => {
    asked.push(request.clone());
    const answer = answers[`${request.method} ${new URL(request.url).pathname}`];
    return Promise.resolve(answer?.(request)).then((body) => {
      if (body === undefined) return problem(404, "not_found");
      return body instanceof Response ? body : Response.json(body);
    });
  });
  history.replaceState(null, "", path);
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}>
      <MantineProvider>
        <RouterProvider router={makeRouter(queries)} />
      </MantineProvider>
    </QueryClientProvider>,
  );
  return asked;
}

/** What axe finds, but for colours, which need a real browser. */
export async function barriers(within: Element = document.body): Promise<string[]> {
  const { violations } = await axe.run(within, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  return violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.html).join(" ")}`);
}
