import { rules } from "../api/generated/rules";
import type { LevelName, Role, Scope } from "../api/roles";
import { checkText, type Fault } from "../forms/check";

export const levelNames = ["none", "read", "modify", "all"] as const satisfies readonly LevelName[];
export const reaches = ["own", "team", "site", "tenant"] as const satisfies readonly Scope["reach"][];

/** A role as its form edits it. */
export interface RoleDraft {
  name: string;
  description: string;
  levels: Record<string, LevelName>;
  rights: string[];
  scope: Required<Scope>;
  exceptions: Record<string, Required<Scope>>;
}

const whole = (scope: Scope | undefined): Required<Scope> => ({ reach: scope?.reach ?? "own", sites: scope?.sites ?? [], teams: scope?.teams ?? [], queues: scope?.queues ?? [] });

export const emptyRole: RoleDraft = { name: "", description: "", levels: {}, rights: [], scope: whole(undefined), exceptions: {} };

export const draftOf = (role: Role): RoleDraft => ({
  name: role.name,
  description: role.description,
  levels: role.levels ?? {},
  rights: [...(role.rights ?? [])].sort(),
  scope: whole(role.scope),
  exceptions: Object.fromEntries(Object.entries(role.exceptions ?? {}).map(([name, scope]) => [name, whole(scope)])),
});

export function roleFaults(draft: RoleDraft): Record<string, Fault> {
  const found: [string, Fault | undefined][] = [
    ["name", checkText(rules.NewRole.name, draft.name)],
    ["description", checkText(rules.NewRole.description, draft.description, false)],
  ];
  return Object.fromEntries(found.filter((it): it is [string, Fault] => it[1] !== undefined));
}

/** The draft with another level of a module; a module that is not opened keeps no scope of its own. */
export function withLevel(draft: RoleDraft, module: string, level: LevelName): Partial<RoleDraft> {
  const levels = Object.fromEntries(Object.entries({ ...draft.levels, [module]: level }).filter(([, it]) => it !== "none"));
  return { levels, ...(level === "none" ? withReach(draft, module, undefined) : {}) };
}

export function withRight(draft: RoleDraft, right: string, given: boolean): Partial<RoleDraft> {
  const rights = draft.rights.filter((it) => it !== right);
  return given ? { rights: [...rights, right].sort() } : { rights, ...withReach(draft, right, undefined) };
}

/** The draft in which a module or right has its own scope, or (undefined) the role's. Names it already had are kept. */
export function withReach(draft: RoleDraft, name: string, reach: Scope["reach"] | undefined): Partial<RoleDraft> {
  const exceptions = Object.fromEntries(Object.entries(draft.exceptions).filter(([own]) => own !== name));
  if (reach !== undefined) exceptions[name] = { ...whole(draft.exceptions[name]), reach };
  return { exceptions };
}
