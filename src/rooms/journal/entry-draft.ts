// What may be given for an entry, as a schema: for what comes from another author or a newer Kith, and for tools that want
// to read the rules. model.ts keeps the same rules written out, so that writing an entry loads no library.
// Invariant: this schema and `faultInDraft` take and refuse the same; entry-draft.test.ts holds them together.

import { z } from 'zod';
import { isWhen } from '#core/when.ts';
import { MOST_TEXT } from './model.ts';

const MOST_NAMES = 500;

const name = z.string().trim().min(1).max(200);
const names = z.array(name).max(MOST_NAMES);

/** Checks what comes from outside: an import, another author, a newer version. */
export const entryDraftSchema = z.object({
  form: z.enum(['entry', 'check-in', 'look-back']).optional(),
  text: z.string().max(MOST_TEXT).optional(),
  when: z.string().refine(isWhen).optional(),
  zone: z.string().max(6).optional(),
  calendar: z.enum(['gregorian', 'julian']).optional(),
  place: z.string().max(500).optional(),
  topics: names.optional(),
  people: names.optional(),
  areas: names.optional(),
  feelings: names.optional(),
  energy: z.union([z.literal(-2), z.literal(-1), z.literal(0), z.literal(1), z.literal(2), z.null()]).optional(),
  body: z.array(z.object({ area: z.string().max(100), sensation: z.string().max(100) })).max(MOST_NAMES).optional(),
  attachments: z.array(z.string().max(40)).max(MOST_NAMES).optional(),
  links: z.array(z.object({ to: z.string().max(40), as: z.enum(['looks-back-at', 'gathers-under', 'about']) })).max(MOST_NAMES).optional(),
  journal: z.string().max(40).optional(),
  heavy: z.boolean().optional(),
  again: z.boolean().optional(),
  restUntil: z.string().max(10).optional(),
  broughtIn: z.object({ format: z.string().max(40), key: z.string().max(300), import: z.string().max(40) }).nullable().optional(),
});
