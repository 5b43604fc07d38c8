import { resolve } from "node:path";
import { defineConfig } from "vite";

// The test page as the server serves an app: strict about what runs, so nothing is inlined.
export default defineConfig({
  root: resolve(import.meta.dirname, "page"),
  base: "./",
  logLevel: "warn",
  worker: { format: "es" },
  build: { target: "es2023", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
