/** The Athena operations of the sandbox. */

import type { Operations } from "../call.ts";
import { createWorkGroup, getWorkGroup, listWorkGroups } from "./workgroups.ts";

export const operations: Operations = {
  CreateWorkGroup: createWorkGroup,
  GetWorkGroup: getWorkGroup,
  ListWorkGroups: listWorkGroups,
};
