// Keeps openapi/*.json equal to what the programs say of themselves, and src/api/generated/*.ts made from it.
// `write` brings both up to date, `check` fails when one is stale.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";
import { rulesModule } from "./api-rules.mjs";

const python = process.env.KERYX_PYTHON ?? "../../.venv/bin/python";
const write = process.argv[2] === "write";
const stale = [];

/** What lies in `path` must be `content`. */
function keep(path, content) {
  if (existsSync(path) && readFileSync(path, "utf8") === content) return;
  if (write) writeFileSync(path, content);
  else stale.push(path);
}

const exported = JSON.parse(execFileSync(python, ["scripts/export_openapi.py"], { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }));
mkdirSync("src/api/generated", { recursive: true });
for (const [name, document] of Object.entries(exported)) {
  const text = `${JSON.stringify(document, null, 2)}\n`;
  keep(`openapi/${name}.json`, text);
  keep(`src/api/generated/${name}.ts`, astToString(await openapiTS(text)));
}
keep("src/api/generated/rules.ts", rulesModule(exported.platform));
if (stale.length > 0) {
  console.error(`${stale.join(", ")}: stale; run npm run generate:api`);
  process.exit(1);
}
