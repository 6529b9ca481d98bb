// How people of a circle are named on its pages: by the names they gave themselves, "you" last, a pair as a pair.

import type { CircleMember, OpenCircle } from '#web/ui/circles.ts';
import { useWords, type Words } from '#web/ui/words.ts';

/** More than these are counted and not named. */
const NAMED = 8;

export const shownName = (t: Words, { name }: Pick<CircleMember, 'name'>): string => (name === '' ? t('nameless') : name);

export const circleTitle = (t: Words, { name }: Pick<OpenCircle, 'name'>): string => (name === '' ? t('unnamed') : name);

/** "Ama, Dev and you"; "You and Ben"; "Only you". */
export const WhoLine = ({ circle: { members } }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const others = members.filter(({ isMe }) => !isMe);
  if (others.length === 0) return t('who.alone');
  if (others.length === 1) return t('who.pair', { other: shownName(t, others[0]!) });
  const fits = others.length <= NAMED;
  const named = (fits ? others : others.slice(0, NAMED - 1)).map((member) => shownName(t, member));
  return fits ? t('who.many', { names: [...named, t('you')] }) : t('who.more', { names: named, count: others.length - named.length });
};

/** The name that one has in another circle, to begin with. */
export const nameElsewhere = (circles: readonly OpenCircle[]): string => circles.map(({ names, me }) => names.get(me) ?? '').find((name) => name !== '') ?? '';
