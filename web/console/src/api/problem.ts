/** An RFC 9457 document as an error: `code` is stable and translated where we know it, `detail` is the server's sentence. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    /** Seconds after which trying again makes sense, when the server said so. */
    readonly retryAfter?: number,
  ) {
    super(detail);
    this.name = "ProblemError";
  }
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** Any answer that is no success as a `ProblemError`, also one that no program of ours wrote. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const after = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return new ProblemError(
    response.status,
    text(body.code) ?? `http_${response.status}`,
    text(body.detail) ?? text(body.title) ?? response.statusText,
    ...(Number.isFinite(after) ? [after] : []),
  );
}
