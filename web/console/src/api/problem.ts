/** One thing that is wrong: where in the request (`body.queues.0.level`), and a sentence. */
export interface FieldProblem {
  path: string;
  message: string;
}

/** An RFC 9457 document as an error: `code` is stable and translated where we know it, `detail` is the server's sentence. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    /** Seconds after which trying again makes sense, when the server said so. */
    readonly retryAfter?: number,
    /** The whole document: `errors` and whatever else this problem tells. */
    readonly document: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.name = "ProblemError";
  }

  /** Every single thing that is wrong, when the server lists them. */
  get errors(): readonly FieldProblem[] {
    const listed: unknown = this.document.errors;
    return Array.isArray(listed) ? listed.filter(isFieldProblem) : [];
  }
}

const isFieldProblem = (it: unknown): it is FieldProblem =>
  typeof it === "object" && it !== null && "path" in it && "message" in it && typeof it.path === "string" && typeof it.message === "string";

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** Any answer that is no success as a `ProblemError`, also one that no program of ours wrote. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const after = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return new ProblemError(
    response.status,
    text(body.code) ?? `http_${response.status}`,
    text(body.detail) ?? text(body.title) ?? response.statusText,
    Number.isFinite(after) ? after : undefined,
    body,
  );
}
