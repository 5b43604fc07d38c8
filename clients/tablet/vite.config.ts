import { resolve } from "node:path";
import { defineConfig } from "vite";
import { compressed } from "@muster/shared/bundle/compressed";
import { precached } from "./bundle/precached.ts";

// Paths are relative, so that dist/ can be served from any folder; nothing is inlined, so that a strict
// content security policy holds.
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  worker: { format: "es" },
  build: {
    outDir: resolve(import.meta.dirname, "dist"),
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: {
        index: resolve(import.meta.dirname, "index.html"),
        "service-worker": resolve(import.meta.dirname, "src/service-worker/service-worker.ts"),
      },
      output: {
        // Its address must stay the same from version to version.
        entryFileNames: (chunk) => (chunk.name === "service-worker" ? "service-worker.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  plugins: [precached(), compressed({ budgetBytes: 150_000 })],
});
