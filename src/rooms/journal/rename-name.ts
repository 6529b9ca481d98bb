// One name for another, in every entry that has it: a topic spelled two ways becomes one, a person gets the full name.
// Where the new name is already there the two become one. A set of changes, so that one undo takes all of it back.
// Invariant: only entries that are open are touched; what was written in the text stays as written.

import type { Change } from '#core/change.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { changeEntry, tidyName, type Entry, type EntryDraft, type Moment } from './model.ts';
import { nameKey, namesIn, type NameSort } from './timeline.ts';

const renamed = (names: readonly string[], key: string, to: string): string[] => {
  const out: string[] = [];
  const toKey = nameKey(to);
  for (const name of names) {
    const one = nameKey(name) === key || nameKey(name) === toKey ? to : name;
    if (!out.includes(one)) out.push(one);
  }
  return out;
};

/**
 * Gives a name another spelling, or joins it with one that is there, in all of `entries` that have it.
 * Refusals: `name-empty`; those of changing an entry. Nothing to change gives an empty list.
 */
export const renameName = (entries: Iterable<Entry>, sort: NameSort, from: string, typed: string, now: Moment): Result<Change[]> => {
  const to = tidyName(typed);
  if (to === '') return refuse({ code: 'name-empty' });
  const key = nameKey(from);
  const changes: Change[] = [];
  for (const entry of entries) {
    if (!namesIn(entry, sort).some((name) => nameKey(name) === key)) continue;
    const draft: EntryDraft = sort === 'places' ? { place: to } : { [sort]: renamed(entry[sort], key, to) };
    const changed = changeEntry(entry, draft, now);
    if (!changed.ok) return changed;
    changes.push(...changed.value);
  }
  return ok(changes);
};

/** Takes a name out of all of `entries`. The entries stay. */
export const removeName = (entries: Iterable<Entry>, sort: NameSort, name: string, now: Moment): Result<Change[]> => {
  const key = nameKey(name);
  const changes: Change[] = [];
  for (const entry of entries) {
    if (!namesIn(entry, sort).some((one) => nameKey(one) === key)) continue;
    const changed = changeEntry(entry, sort === 'places' ? { place: '' } : { [sort]: entry[sort].filter((one) => nameKey(one) !== key) }, now);
    if (!changed.ok) return changed;
    changes.push(...changed.value);
  }
  return ok(changes);
};
