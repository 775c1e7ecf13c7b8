// What a browser must fetch before it shows the first page: no more than 250 kB gzip, or the build fails. A page that grows this belongs
// behind a lazy route.
import { readFileSync, readdirSync, statSync } from "node:fs";

const BUDGET = 250_000;
const html = readFileSync("dist/index.html", "utf8");
const named = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map((match) => match[1].slice(1));
// One language is fetched by its own; the longest counts.
const languages = readdirSync("dist/assets").filter((name) => /^(fr|en)-.*\.js$/.test(name)).map((name) => `assets/${name}`);
const size = (path) => statSync(`dist/${path}.gz`).size;
const longest = Math.max(...languages.map(size));
const total = named.reduce((sum, path) => sum + size(path), longest);
console.log(`first load: ${(total / 1000).toFixed(1)} kB gzip of ${BUDGET / 1000} kB (${named.length} files and a language)`);
if (languages.length === 0 || total > BUDGET) {
  for (const path of named) console.error(`  ${(size(path) / 1000).toFixed(1).padStart(6)} kB  ${path}`);
  console.error("first load: over its budget, or no language found");
  process.exit(1);
}
