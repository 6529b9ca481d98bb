// What other rooms may know of the journal without reading every entry anew: names already used, the days written of, the newest entries.
// Read from the journal's own timeline, which leaves out what is locked.

import type { Entry } from '#rooms/journal/model.ts';
import type { NameSort } from '#rooms/journal/timeline.ts';
import { namesByUse } from '#rooms/journal/timeline.ts';
import { bookOf } from '#rooms/journal/use-journal.tsx';
import type { Suggestion } from '#web/ui/suggest.ts';
import type { Desk } from '#web/ui/vault.ts';

/** Names for a field, the most used first. */
export const namesUsed = (desk: Desk, sort: NameSort): readonly Suggestion[] => namesByUse(bookOf(desk).timeline, sort).map(({ name, count }) => ({ name, count }));

/** The days and times of all entries, the newest first. */
export const whensWritten = function* (desk: Desk): Generator<string> {
  for (const { when } of bookOf(desk).timeline.entries) yield when;
};

/** Ids of all entries with their days, the newest first. */
export const entriesNewestFirst = (desk: Desk): readonly { readonly id: string; readonly when: string }[] => bookOf(desk).timeline.entries;

/** The entries and check-ins that say energy, the newest first. */
export const energyWritten = function* (desk: Desk): Generator<Pick<Entry, 'id' | 'when' | 'topics' | 'areas' | 'energy' | 'text'>> {
  for (const entry of bookOf(desk).timeline.entries) if (entry.energy !== null) yield entry;
};

/** The same list as long as no entry changes: what is read from all of them is kept by it. */
export const entriesState = (desk: Desk): object => bookOf(desk).timeline.entries;
