import { useQuery } from "@tanstack/react-query";
import { choicesQuery } from "../api/people";

export interface Choice {
  value: string;
  label: string;
  /** Of a skill: the group it is declared in. Not called `group`, which Mantine takes for a list of options. */
  heading?: string;
}

interface Declared {
  name: string;
  displayName: string;
  group?: string | null;
}

const choice = ({ name, displayName, group }: Declared): Choice => ({ value: name, label: displayName, ...(group == null ? {} : { heading: group }) });
const label = (choices: readonly Choice[], name: string): string => choices.find((it) => it.value === name)?.label ?? name;

/** What fields of people offer: sites, queues and skills as declared; teams as people have them. */
export function useChoices() {
  const { data } = useQuery(choicesQuery);
  const [queues, sites, skills] = [data?.queues ?? [], data?.sites ?? [], data?.skills ?? []].map((it) => it.map(choice)) as [Choice[], Choice[], Choice[]];
  const undeclared = data?.undeclared ?? { queues: [], sites: [], skills: [] };
  return {
    queues,
    sites,
    skills,
    teams: data?.teams ?? [],
    queueName: (name: string) => label(queues, name),
    skillName: (name: string) => label(skills, name),
    siteName: (name: string | null | undefined) => (name == null ? "" : label(sites, name)),
    skillGroup: (name: string) => skills.find((it) => it.value === name)?.heading,
    /** Whether people carry this name although nothing declares it (any more). */
    isUndeclared: (kind: keyof typeof undeclared, name: string) => undeclared[kind].includes(name),
  };
}
