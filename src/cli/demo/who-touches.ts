/** Who reads and writes objects past Lake Formation: tried with real calls, as the roles themselves. */

import { objectProbeAs } from "../../aws/object-probe.ts";
import type { ObjectProbe, ProbeOptions } from "../../aws/object-probe.ts";
import { isAwsError } from "../../model/aws-error.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { padCells } from "../render/terminal-text.ts";
import { file, loaded, people } from "./before.ts";

/** A line for each thing tried. */
export async function whoTouches(sandbox: Sandbox, console: ProbeOptions): Promise<string> {
  const rows: (readonly [role: string, what: string, how: (probe: ObjectProbe) => Promise<string>])[] = [
    [people.analyst, `reads s3://${file.bucket}/${file.key}`, (probe) => reading(probe, file)],
    [people.vendor, `reads s3://${file.bucket}/${file.key}`, (probe) => reading(probe, file)],
    [people.loader, `writes to s3://${loaded.bucket}, no header`, (probe) => writing(probe, undefined)],
    [people.loader, `writes to s3://${loaded.bucket}, header AES256`, (probe) => writing(probe, "AES256")],
  ];
  const lines: string[] = [];
  for (const [role, what, how] of rows) {
    const arn = sandbox.account.iam.roles.get(role)?.arn ?? "";
    const outcome = await orDenied(async () => how(await objectProbeAs(arn, console)));
    lines.push(`  ${padCells(role, 15)} ${padCells(what, 63)} ${outcome}`);
  }
  return `${lines.join("\n")}\n`;
}

async function reading(probe: ObjectProbe, { bucket, key }: typeof file): Promise<string> {
  await probe.read(bucket, key);
  return "allowed: every column, whatever its grade";
}

async function writing(probe: ObjectProbe, header: "AES256" | undefined): Promise<string> {
  const { algorithm, key } = await probe.write(loaded.bucket, loaded.key, header);
  return `allowed: encrypted with ${key === undefined ? algorithm : `${algorithm}, ${key.replace(/^.*:/, "")}`}`;
}

/** Only a denial is an answer; anything else ends the story. */
async function orDenied(attempt: () => Promise<string>): Promise<string> {
  try {
    return await attempt();
  } catch (error) {
    if (!isAwsError(error) || error.category !== "denied") throw error;
    return "denied";
  }
}
