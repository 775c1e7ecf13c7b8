// Types of both APIs, made from their OpenAPI documents in openapi/. `write` makes them, `check` fails when they are stale.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const mode = process.argv[2];
const target = (name) => `src/api/generated/${name.replace(".json", ".ts")}`;
const stale = [];

mkdirSync("src/api/generated", { recursive: true });
for (const name of readdirSync("openapi").filter((file) => file.endsWith(".json"))) {
  const types = astToString(await openapiTS(pathToFileURL(`openapi/${name}`)));
  if (mode === "write") writeFileSync(target(name), types);
  else if (!existsSync(target(name)) || readFileSync(target(name), "utf8") !== types) stale.push(target(name));
}
if (stale.length > 0) {
  console.error(`${stale.join(", ")}: stale; run npm run generate:api`);
  process.exit(1);
}
