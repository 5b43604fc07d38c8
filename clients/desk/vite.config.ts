import { resolve } from "node:path";
import { defineConfig } from "vite";
import { compressed } from "@muster/shared/bundle/compressed";

// Served under /desk/, whose addresses are all the app's own; nothing is inlined, so that a strict content
// security policy holds.
export default defineConfig({
  root: import.meta.dirname,
  base: "/desk/",
  build: {
    outDir: resolve(import.meta.dirname, "dist"),
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  plugins: [compressed({ budgetBytes: 120_000 })],
});
