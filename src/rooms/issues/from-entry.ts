// A strain that somebody wrote down for themself, in an entry or in what got in the way of a commitment, carried over to the form that
// raises it. Invariants: the words and nothing else (no people, no feelings, no place) come over, into a form where they are read and
// changed before they go; what they come from stays as it is, and the issue does not name it.

import type { VaultRecord } from '#core/record.ts';
import { entryOf } from '#rooms/journal/model.ts';
import type { Replies as Answered } from '#rooms/commitments/model.ts';
import type { IssueDraft } from './deeds.ts';
import { MOST } from './sheet.ts';
import type { Reply } from './shape.ts';

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

const plain = (reply: Answered['others']): Reply | undefined => reply && (reply === 'no' ? 'no' : reply === 'not-sure' ? 'not-known' : 'yes');
/** "Does it follow you elsewhere?" asks the other way round than "does it stop in another place?"; in some places is neither. */
const turned = (reply: Answered['elsewhere']): Reply | undefined => reply && { no: 'yes' as const, yes: 'no' as const, 'not-sure': 'not-known' as const, some: undefined }[reply];

/** From what got in the way of a commitment: the words, a first line of them, and the three answers as an issue asks the questions. */
export const draftFromStrain = (words: string, replies: Answered): IssueDraft => {
  const [others, elsewhere, before] = [plain(replies.others), turned(replies.elsewhere), plain(replies.before)];
  return {
    title: titleOf(words),
    happens: words.trim().slice(0, MOST.happens),
    replies: { ...(others ? { others } : {}), ...(elsewhere ? { elsewhere } : {}), ...(before ? { before } : {}) },
  };
};
