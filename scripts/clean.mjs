// Removes the build output, so that a file deleted from src does not live on in dist.
import { rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
