// Vite's last step for both apps: a .br file beside every asset that shrinks, and an end to the build where
// the app's own code has grown beyond its budget.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import type { Plugin } from "vite";

const shrinking = /\.(js|css|html|svg|json|webmanifest|wasm)$/;
const ownCode = /\.(js|css|html)$/;

// The folder's files as paths with "/", sorted.
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}

// `budgetBytes` of JavaScript, styles and HTML together, as they travel.
export function compressed(options: { budgetBytes: number }): Plugin {
  let folder = "";
  return {
    name: "compressed",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle: {
      order: "post",
      sequential: true,
      handler() {
        let own = 0;
        for (const name of filesIn(folder).filter((each) => shrinking.test(each))) {
          const small = compress(readFileSync(join(folder, name)));
          writeFileSync(join(folder, `${name}.br`), small);
          if (ownCode.test(name)) own += small.length;
        }
        const sizes = `${(own / 1000).toFixed(1)} kB of ${options.budgetBytes / 1000} kB`;
        if (own > options.budgetBytes) this.error(`The app's own code is beyond its budget: ${sizes}.`);
        this.info(`own code, compressed: ${sizes}`);
      },
    },
  };
}

function compress(bytes: Buffer): Buffer {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}
