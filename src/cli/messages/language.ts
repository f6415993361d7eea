/** What reports say, by language. */

import { en } from "./en.ts";
import type { Language, Messages } from "./en.ts";
import { ko } from "./ko.ts";

export const languages: Readonly<Record<Language, Messages>> = { en, ko };
