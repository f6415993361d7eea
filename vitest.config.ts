import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/equal-states.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "threads",
    // Loading the SDK anew for each file would be a third of all time. Nothing here replaces modules or leaves anything behind in them.
    isolate: false,
    // The default leaves one core idle; many tests wait for processes of their own.
    maxWorkers: "100%",
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", NO_COLOR: "1" },
  },
});
