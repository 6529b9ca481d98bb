// Where an open question of one's own was asked, and the answers to it, from the circles one is in (rooms/asked.ts); an answer put under it,
// and taken from there.

import type { CirclePlace } from '#core/links.ts';
import { recordById } from '#core/snapshot.ts';
import { askedFrom, type Asked, type Under } from '#rooms/asked.ts';
import { answersUnder, putAnswerUnder, takeAnswerFrom } from '#rooms/journal/questions.ts';
import { useCircles, type OpenCircle } from './circles.ts';
import { useAct } from './own.ts';
import { momentNow } from './time.ts';
import { useSnapshot } from './vault.ts';
import { useWords } from './words.ts';

export type AskedHere = Asked<OpenCircle>;
export type UnderHere = Under<OpenCircle>;

/** `isOpening`: a circle is still being read, so that what is not here may come. */
export const useAsked = (question: string): { readonly asked: readonly AskedHere[]; readonly under: readonly UnderHere[]; readonly isOpening: boolean } => {
  const circles = useCircles().filter(({ standing }) => standing === 'in' || standing === 'resting');
  return { ...askedFrom(question, useSnapshot(), circles, momentNow().when.slice(0, 10)), isOpening: circles.some(({ isOpening }) => isOpening) };
};

/** Names of a circle and of those in it, also where they have none yet. */
export const useAskedNames = (): { readonly circle: (circle: OpenCircle) => string; readonly person: (circle: OpenCircle, account: string) => string } => {
  const t = useWords('promptings');
  return {
    circle: ({ name }) => (name === '' ? t('unnamed') : name),
    person: ({ names }, account) => names.get(account) || t('nameless'),
  };
};

/** `room`: whose words say what was done. */
export const useAnswersUnder = (room: string, question: string) => {
  const act = useAct(room);
  const record = recordById(useSnapshot(), 'question', question);
  const there = new Set(record ? answersUnder(record).map(({ vault, id }) => `${vault}/${id}`) : []);
  return {
    has: ({ vault, id }: CirclePlace): boolean => there.has(`${vault}/${id}`),
    put: (answer: CirclePlace, done: string): void => void (record && act(putAnswerUnder(record, answer), done)),
    take: (answer: CirclePlace, done: string): void => void (record && act(takeAnswerFrom(record, answer), done)),
  };
};
