// A strain that somebody wrote down for themself, carried over to the form that raises it. Invariants: the entry's own words and
// nothing else of it (no people, no feelings, no place) come over, into a form where they are read and changed before they go; the
// entry stays as it is, and the issue does not name it.

import type { VaultRecord } from '#core/record.ts';
import { entryOf } from '#rooms/journal/model.ts';
import type { IssueDraft } from './deeds.ts';
import { MOST } from './sheet.ts';

const MOST_TITLE = 80;

/** The first line or sentence that is no longer than a title may be; '' where there is none. */
const titleOf = (text: string): string => {
  const line = (text.split('\n').find((each) => each.trim() !== '') ?? '').replace(/^[#>\-*\s]+/, '').trim();
  const sentence = (/^.*?[.?!؟。](?=\s|$)/u.exec(line)?.[0] ?? line).replace(/[.。]$/, '');
  return [...sentence].length <= MOST_TITLE ? sentence : '';
};

/** What the form begins with; null when the record is no entry with words. */
export const draftFromEntry = (record: VaultRecord | undefined): IssueDraft | null => {
  const entry = record && entryOf(record);
  if (!entry || entry.text.trim() === '') return null;
  return { title: titleOf(entry.text), happens: entry.text.trim().slice(0, MOST.happens) };
};
