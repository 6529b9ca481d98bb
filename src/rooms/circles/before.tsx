// What stands in the way of making or joining a circle, in words, and where it is mended.

import { useDeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';

/** Null when nothing does. */
export const useBefore = (): { readonly about: string; readonly go: string; readonly href: string } | null => {
  const t = useWords('circles');
  const { hosted, sample } = useDeskState();
  if (sample) return { about: t('before.sample'), go: t('title'), href: '/circles' };
  if (hosted && !hosted.isSignedIn) return { about: t('before.signed-out'), go: t('before.signed-out-go'), href: '/account/sign-in' };
  return null;
};
