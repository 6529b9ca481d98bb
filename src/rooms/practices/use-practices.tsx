// What every page of this room looks at: the library in the person's language, their own practices, what they said after them, what
// they do not want, and their paths. Read anew when the vault or the language change.

import { recordById, recordsOf, type Snapshot } from '#core/snapshot.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { momentNow } from '#web/ui/time.ts';
import { useSnapshot, type Desk } from '#web/ui/vault.ts';
import { useWords, word } from '#web/ui/words.ts';
import { practicesOf, type Now, type Practice } from './model.ts';
import { starterPractices } from './starter.ts';
import { toldsOf, WISHES, wishesOf } from './told.ts';
import { pathsOf, swapsOf, type Path } from './walk.ts';
import type { Knows } from './paths.ts';

export interface Commons extends Knows {
  readonly paths: readonly Path[];
  one(id: string): Practice | undefined;
}

const read = new WeakMap<Snapshot, Map<string, Commons>>();

/** Read once for each state of the vault and the words of the library: `words` is some of them, so that another language reads anew. */
const commonsIn = (snapshot: Snapshot, words: string, library: () => readonly Practice[]): Commons => {
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

export const usePractices = (): Commons => {
  const t = useWords('practices');
  const library = useWords('library');
  return commonsIn(useSnapshot(), `${t('name.p01')} ${library('p01.why')}`, () => starterPractices({ word: (key) => t(key), library: (key) => library(key) }));
};

/** As they are now, outside of a component, by their names alone; the room's words have been loaded. */
export const practicesNow = (desk: Desk): Commons =>
  commonsIn(desk.state().snapshot, word('name.p01', {}, 'practices'), () => starterPractices({ word: (key) => word(key, {}, 'practices'), library: () => '' }));

export const nowHere = (): Now => {
  const { when, instant } = momentNow();
  return { when, instant };
};

/** `5 minutes, two people`: what stands in the margin of a practice. */
export const useKeyFacts = (): ((practice: Pick<Practice, 'minutes' | 'who'>) => { readonly minutes: string; readonly short: string; readonly who: string }) => {
  const t = useWords('practices');
  return ({ minutes, who }) => ({
    minutes: minutes === null ? t('minutes-none') : t('minutes', { count: minutes }),
    short: minutes === null ? t('minutes-none') : t('minutes-short', { count: minutes }),
    who: who === null ? '' : t(`who.${who}`),
  });
};

/** Minutes and seconds as a clock: `1:24`, in the digits of the language. */
export const useClockText = (): ((milliseconds: number) => string) => {
  const locale = useLocale();
  const two = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
  const one = new Intl.NumberFormat(locale, { useGrouping: false });
  return (milliseconds) => {
    const seconds = Math.ceil(milliseconds / 1000);
    return `${one.format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`;
  };
};

export const practiceHref = (id: string): string => `/act/practices/${id}`;
export const pathHref = (id: string): string => `/act/paths/${id}`;
