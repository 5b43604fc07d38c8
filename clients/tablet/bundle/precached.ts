// Tells the service worker which files make up this version of the app: their names, and a name for all of
// them together that changes whenever one of them does.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { filesIn } from "@muster/shared/bundle/compressed";

const worker = "service-worker.js";

export function precached(): Plugin {
  let folder = "";
  return {
    name: "precached",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle: {
      sequential: true,
      handler() {
        const files = filesIn(folder).filter((name) => name !== worker && !name.endsWith(".br"));
        if (!files.some((name) => name.endsWith(".wasm"))) this.error("The core is not built: run tools/wasm first.");
        const hash = createHash("sha256");
        for (const name of files) hash.update(name).update(readFileSync(join(folder, name)));
        const code = readFileSync(join(folder, worker), "utf8");
        const told = code
          .replace(/(["'`])FILES OF THIS VERSION\1/, JSON.stringify(JSON.stringify(files)))
          .replace("NAME OF THIS VERSION", hash.digest("hex").slice(0, 16));
        if (/(FILES|NAME) OF THIS VERSION/.test(told)) this.error("The service worker has no place for its files.");
        writeFileSync(join(folder, worker), told);
      },
    },
  };
}
