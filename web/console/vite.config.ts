import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Where `npm run dev` finds a running stack: the address `keryx up` prints. */
const stack = process.env.KERYX_URL ?? "http://acme.localhost:8080";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": { target: stack, changeOrigin: true, ws: true } } },
  // Inline data: URLs would need a wider content security policy.
  build: { target: "es2022", sourcemap: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  test: { environment: "jsdom", setupFiles: ["src/testing/setup.ts"], css: false, testTimeout: 20_000 },
});
