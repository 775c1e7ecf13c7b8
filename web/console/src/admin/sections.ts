/** The pages of administration, in the order of their tabs; each is there for those who may do `action`. */
export const sections = [
  { to: "/admin/people", label: "people.title", action: "people.read" },
  { to: "/admin/roles", label: "roles.title", action: "roles.read" },
  { to: "/admin/passwords", label: "policy.title", action: "security.read" },
  { to: "/admin/audit", label: "audit.title", action: "audit.read" },
] as const;

export type Section = (typeof sections)[number];

export const openTo = (actions: readonly string[]): Section[] => sections.filter((it) => actions.includes(it.action));
