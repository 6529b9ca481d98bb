// What every page of this room looks at: the library in the person's language, their own practices, what they said after them, what
// they do not want, and their paths. Read anew when the vault or the language change.

import { useLocale } from '#web/ui/preferences.ts';
import { momentNow } from '#web/ui/time.ts';
import { useSnapshot } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { commonsIn, type Commons } from './commons.ts';
import type { Now, Practice } from './model.ts';
import { starterPractices } from './starter.ts';
export type { Commons } from './commons.ts';

export const usePractices = (): Commons => {
  const t = useWords('practices');
  const library = useWords('library');
  return commonsIn(useSnapshot(), `${t('name.p01')} ${library('p01.why')}`, () => starterPractices({ word: (key) => t(key), library: (key) => library(key) }));
};

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
