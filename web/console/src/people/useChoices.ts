import { useQuery } from "@tanstack/react-query";
import { peopleQuery } from "../api/people";
import { referenceQuery } from "../api/reference";

export interface Choice {
  value: string;
  label: string;
}

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort((a, b) => a.localeCompare(b));

/** What fields of people offer: queues as declared; teams, sites and skills as people have them. */
export function useChoices() {
  const { data: reference } = useQuery(referenceQuery);
  const { data: people = [] } = useQuery(peopleQuery);
  const queues: Choice[] = (reference?.queues ?? []).map((it) => ({ value: it.name, label: it.displayName }));
  return {
    queues,
    teams: sorted(people.flatMap((it) => it.team ?? [])),
    sites: sorted(people.flatMap((it) => it.site ?? [])),
    skills: sorted(people.flatMap((it) => Object.keys(it.skills ?? {}))),
    queueName: (name: string) => queues.find((it) => it.value === name)?.label ?? name,
    siteName: (name: string | null | undefined) => name ?? "",
  };
}
