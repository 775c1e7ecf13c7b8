/** What is looked for, as it stands in the page's address; `from` and `to` are days, both included. */
export interface AuditSearch {
  from?: string;
  to?: string;
  q?: string;
}

const day = (value: unknown): string | undefined => (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined);

export function auditSearch(search: Record<string, unknown>): AuditSearch {
  const words = typeof search.q === "string" || typeof search.q === "number" ? String(search.q) : "";
  const wanted = { from: day(search.from), to: day(search.to), q: words === "" ? undefined : words };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
