// The library in the person's language, their own practices, what they said after them, what they do not want, and their paths: what pages,
// Now and the command line look at. Read once for each state of the vault.

import { recordById, recordsOf, type Snapshot } from '#core/snapshot.ts';
import type { GivenNow } from '#rooms/now/model.ts';
import { practicesOf, type Practice } from './model.ts';
import type { Knows } from './paths.ts';
import { starterPractices } from './starter.ts';
import { toldsOf, WISHES, wishesOf } from './told.ts';
import { pathsOf, swapsOf, type Path } from './walk.ts';

export interface Commons extends Knows {
  readonly paths: readonly Path[];
  one(id: string): Practice | undefined;
}

const read = new WeakMap<Snapshot, Map<string, Commons>>();

/** Read once for each state of the vault and the words of the library: `words` is some of them, so that another language reads anew. */
export const commonsIn = (snapshot: Snapshot, words: string, library: () => readonly Practice[]): Commons => {
  let byWords = read.get(snapshot);
  if (!byWords) read.set(snapshot, (byWords = new Map()));
  let commons = byWords.get(words);
  if (!commons) byWords.set(words, (commons = readCommons(snapshot, library())));
  return commons;
};

const readCommons = (snapshot: Snapshot, library: readonly Practice[]): Commons => {
  const practices = [...library, ...practicesOf(recordsOf(snapshot, 'practice').values())];
  const paths = pathsOf(recordsOf(snapshot, 'path').values());
  const byId = new Map(practices.map((practice) => [practice.id, practice]));
  return {
    practices,
    tolds: toldsOf(recordsOf(snapshot, 'practised').values()),
    wishes: wishesOf(recordById(snapshot, 'practice-wishes', WISHES)),
    paths,
    swaps: swapsOf(paths),
    one: (id) => byId.get(id),
  };
};

/** For Now: by their names alone. */
export const commonsNow = ({ own, word }: Pick<GivenNow, 'own' | 'word'>): Commons =>
  commonsIn(own, word('practices', 'name.p01'), () => starterPractices({ word: (key) => word('practices', key), library: () => '' }));
