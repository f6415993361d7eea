/** What a process of the command writes on standard error when nothing is to be said: nothing, no notice of the SDK about Node either. */

import { expect, test } from "vitest";

import { openLake } from "./command.ts";

test("a quiet command that calls AWS leaves standard error empty, on every Node it supports", async () => {
  const lake = await openLake();
  try {
    expect(await lake.start(["plan", "--quiet"])).toMatchObject({ code: 0, stderr: "" });
    // The notice is the SDK's, and only that one is off: asked for, it is there where this Node is one that it is about.
    const { stderr } = await lake.start(["plan", "--quiet"], { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "false" });
    const [major = 0] = process.versions.node.split(".").map(Number);
    expect(stderr.includes("NodeVersionSupportWarning")).toBe(major < 22);
  } finally {
    await lake.close();
  }
});
