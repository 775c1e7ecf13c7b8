// Writes .br and .gz beside each text asset, so that the gateway only has to send files.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const worthwhile = /\.(js|css|html|svg|json|webmanifest)$/;

for (const name of readdirSync("dist", { recursive: true })) {
  if (!worthwhile.test(name)) continue;
  const path = join("dist", name);
  const content = readFileSync(path);
  writeFileSync(`${path}.br`, brotliCompressSync(content));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
