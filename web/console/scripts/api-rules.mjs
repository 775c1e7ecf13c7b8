// What the platform's API accepts in each field, so that a form can say so while somebody types.

/** The constraint keywords of a property; null beside it, or being a list, does not matter here. */
function rulesOf(property) {
  const branch = property.anyOf?.find((it) => it.type !== "null") ?? property;
  const inner = branch.type === "array" && branch.items !== undefined ? branch.items : branch;
  const names = ["pattern", "minLength", "maxLength", "minimum", "maximum"];
  const found = Object.fromEntries(names.filter((name) => inner[name] !== undefined).map((name) => [name, inner[name]]));
  if (branch.minItems !== undefined) found.minItems = branch.minItems;
  return Object.keys(found).length === 0 ? undefined : found;
}

/** Names of the schemas a request body leads to. */
function asked(document) {
  const names = new Set();
  const walk = (node) => {
    if (typeof node !== "object" || node === null) return;
    const name = node.$ref?.split("/").at(-1);
    if (name !== undefined && !names.has(name)) {
      names.add(name);
      walk(document.components.schemas[name]);
    }
    Object.values(node).forEach(walk);
  };
  Object.values(document.paths).forEach((path) => Object.values(path).forEach((operation) => walk(operation.requestBody)));
  return [...names].sort();
}

/** A TypeScript module with `rules.SCHEMA.FIELD`. */
export function rulesModule(document) {
  const rules = {};
  for (const name of asked(document)) {
    const properties = Object.entries(document.components.schemas[name].properties ?? {});
    const fields = properties.map(([field, property]) => [field, rulesOf(property)]).filter(([, rule]) => rule !== undefined);
    if (fields.length > 0) rules[name] = Object.fromEntries(fields);
  }
  return `export const rules = ${JSON.stringify(rules, null, 2)} as const;\n`;
}
