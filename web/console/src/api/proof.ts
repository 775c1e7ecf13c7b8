/** What the server wants to see again before it opens doors for others (`proof_needed`). */
export interface ProofAsked {
  by: "code" | "password" | "provider";
  provider: string | null;
}

/** Resolves with whether the person proved themselves. */
type Ask = (asked: ProofAsked) => Promise<boolean>;

let ask: Ask | undefined;

/** Whoever can show a dialog says so; the answer takes it back. */
export function onProofAsked(handler: Ask): () => void {
  ask = handler;
  return () => {
    if (ask === handler) ask = undefined;
  };
}

/** Fetches; when the server asks who it is, the person is asked, and the same request sent once more. */
export async function fetchProven(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await globalThis.fetch(request);
  if (response.status !== 403 || ask === undefined) return response;
  const problem = (await response.clone().json().catch(() => ({}))) as Partial<ProofAsked> & { code?: string };
  if (problem.code !== "proof_needed") return response;
  const proven = await ask({ by: problem.by ?? "password", provider: problem.provider ?? null });
  return proven ? globalThis.fetch(again) : response;
}
