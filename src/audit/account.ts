/** The account of an estate as its policies decide. */

import { viewOf } from "../access/account-view.ts";
import { oncePerEstate } from "./specs.ts";

/** As it was read, before the plan. */
export const accountView = oncePerEstate(({ live }) => viewOf(live));
