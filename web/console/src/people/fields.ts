import type { Assignment, NewPerson, Person } from "../api/people";
import { rules } from "../api/generated/rules";
import { checkNumber, checkText, type Fault } from "../forms/check";

/** What a form edits of a person; the login is given once. Whatever is not set is an empty string, as in a text field. */
export interface PersonFields {
  name: string;
  role: string;
  team: string;
  site: string;
  languages: string[];
  extension: string;
  email: string;
  phone: string;
  skills: Record<string, number | string>;
  queues: DraftAssignment[];
}

/** Numbers may be empty while somebody types. */
export type DraftAssignment = Omit<Required<Assignment>, "level" | "waitThresholdS"> & { level: number | string; waitThresholdS: number | string };

export const nobody: PersonFields = { name: "", role: "agent", team: "", site: "", languages: ["fr"], extension: "", email: "", phone: "browser", skills: {}, queues: [] };

export const fieldsOf = (person: Person): PersonFields => ({
  name: person.name,
  role: person.role,
  team: person.team ?? "",
  site: person.site ?? "",
  languages: person.languages ?? [],
  extension: person.extension ?? "",
  email: person.email ?? "",
  phone: person.phone,
  skills: person.skills ?? {},
  queues: (person.queues ?? []).map((it) => ({ queue: it.queue, level: it.level, waitThresholdS: it.waitThresholdS, enabled: it.enabled })),
});

const emptyIsNull = new Set<string>(["team", "site", "extension", "email"]);

/** Fields as the API takes them: an emptied text is none. Only call it when `faults` finds nothing. */
export function wire(fields: Partial<PersonFields>): Partial<Omit<NewPerson, "login" | "password">> {
  const entries = Object.entries(fields).map(([name, value]) => [name, typeof value === "string" ? value.trim() || (emptyIsNull.has(name) ? null : "") : value]);
  return Object.fromEntries(entries) as Partial<Omit<NewPerson, "login" | "password">>;
}

const level = { minimum: 0, maximum: 10 };

/** Everything that is wrong, by the name of the field: `name`, `queues.sales.level`, `skills.english`. */
export function faults(fields: PersonFields): Record<string, Fault> {
  const own = rules.NewPerson;
  const found: [string, Fault | undefined][] = [
    ["name", checkText(own.name, fields.name)],
    ["team", checkText(own.team, fields.team, false)],
    ["site", checkText(own.site, fields.site, false)],
    ["extension", checkText(own.extension, fields.extension, false)],
    ["email", checkText(own.email, fields.email, false)],
    ["languages", fields.languages.length < own.languages.minItems ? { kind: "required" } : undefined],
    ...fields.queues.flatMap((it): [string, Fault | undefined][] => [
      [`queues.${it.queue}.level`, checkNumber(rules.Assignment.level, it.level)],
      [`queues.${it.queue}.waitThresholdS`, checkNumber(rules.Assignment.waitThresholdS, it.waitThresholdS)],
    ]),
    ...Object.entries(fields.skills).map(([name, it]): [string, Fault | undefined] => [`skills.${name}`, checkNumber(level, it)]),
  ];
  return Object.fromEntries(found.filter((it): it is [string, Fault] => it[1] !== undefined));
}
