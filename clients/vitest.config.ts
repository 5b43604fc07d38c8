import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["*/{src,tests}/**/*.test.ts"],
    // Two browsers at once on a small machine would only slow each other.
    fileParallelism: false,
  },
});
