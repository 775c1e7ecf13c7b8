import { useQuery } from "@tanstack/react-query";
import { referenceQuery } from "../api/reference";

const named = (names: Map<string, string>, name: string | null): string => (name == null ? "" : (names.get(name) ?? name));

/** What people call queues, entries, pauses and dispositions; a name that is not declared any more stands for itself. */
export function useNames() {
  const { data } = useQuery(referenceQuery);
  const queues = new Map(data?.queues.map((it) => [it.name, it.displayName]));
  const entries = new Map(data?.entries.map((it) => [it.name, it.displayName]));
  const dispositions = new Map(data?.dispositionSets.flatMap((set) => set.dispositions.map((it) => [it.code, it.label])));
  const pauses = new Map(data?.pauseReasons.map((it) => [it.name, it.displayName]));
  return {
    pause: (name: string | null) => named(pauses, name),
    queue: (name: string | null) => named(queues, name),
    entry: (name: string | null) => named(entries, name),
    disposition: (code: string | null) => named(dispositions, code),
  };
}
