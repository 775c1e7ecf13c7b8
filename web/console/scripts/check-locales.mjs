// Every language says the same things: same keys, same variables, and no key the code does not use.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = "src/locales";
const flatten = (tree, prefix = "") =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
  );
const variables = (text) => [...text.matchAll(/{{(\w+)(?:, \w+)?}}/g)].map((match) => match[1]).sort().join();

// `fr.json` and `portal.fr.json` together are French.
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const languageOf = (file) => file.split(".").at(-2);
const problems = [];
const locales = [...new Set(files.map(languageOf))].map((name) => ({ name, texts: new Map() }));
for (const file of files) {
  const { texts } = locales.find((it) => it.name === languageOf(file));
  for (const [key, text] of flatten(JSON.parse(readFileSync(join(folder, file), "utf8")))) {
    if (texts.has(key)) problems.push(`${key}: also in ${file}`);
    texts.set(key, text);
  }
}
const source = readdirSync("src", { recursive: true })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join("src", name), "utf8"))
  .join("\n");
const base = (key) => key.replace(/_(one|other|many|zero|two|few)$/, "");
// `t(`desk.state.${state}`)` uses every key that begins so.
const prefixes = [...source.matchAll(/`([a-zA-Z]+(?:\.[a-zA-Z]+)*\.)\$\{/g)].map((match) => match[1]);
const literals = new Set([...source.matchAll(/["'`]([a-zA-Z]+(?:\.[a-zA-Z0-9_]+)+)["'`]/g)].map((match) => match[1]));

const [first, ...others] = locales;
for (const other of others) {
  for (const key of new Set([...first.texts.keys(), ...other.texts.keys()])) {
    // Plural forms differ by language: French has "many", English has not.
    const twin = [key, `${base(key)}_other`];
    const here = twin.map((name) => first.texts.get(name)).find(Boolean);
    const there = twin.map((name) => other.texts.get(name)).find(Boolean);
    if (here === undefined || there === undefined) problems.push(`${key}: only in ${here === undefined ? other.name : first.name}`);
    else if (base(key) === key && variables(here) !== variables(there)) problems.push(`${key}: different variables in ${first.name} and ${other.name}`);
  }
}
for (const key of first.texts.keys()) {
  if (!literals.has(base(key)) && !prefixes.some((prefix) => key.startsWith(prefix))) problems.push(`${key}: not used`);
}
for (const key of literals) {
  const group = key.split(".")[0];
  const known = [...first.texts.keys()].some((name) => name.startsWith(`${group}.`));
  if (known && !first.texts.has(key) && !first.texts.has(`${key}_other`) && ![...first.texts.keys()].some((name) => name.startsWith(`${key}.`))) {
    if (source.includes(`t("${key}"`)) problems.push(`${key}: used, but in no locale`);
  }
}
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
