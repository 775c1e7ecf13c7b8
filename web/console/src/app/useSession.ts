import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "../api/session";
import type { SessionView } from "../api/types";

/** The session, on pages that only exist with one. */
export function useSession(): SessionView {
  const { data } = useQuery(sessionQuery);
  if (data == null) throw new Error("no session on a page that needs one");
  return data;
}

/** Whether the person may do something at all; what they may not do is not shown. */
export function useMay(): (action: string) => boolean {
  const { actions } = useSession();
  return (action) => actions.includes(action);
}
