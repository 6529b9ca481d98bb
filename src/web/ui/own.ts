// Writing to one's own vault from a room's view: the changes, or what a command refused; what was done is said, with an offer to undo.

import { useLocation } from 'wouter';
import type { Change } from '#core/change.ts';
import { tidyLinks, type Link, type LinkReason } from '#core/links.ts';
import { ok, type Result } from '#core/result.ts';
import type { Committed } from '#core/vault.ts';
import { say } from '#web/ui/toast.tsx';
import { useDesk, type Undoable } from '#web/ui/vault.ts';
import { useRefusal } from '#web/ui/words.ts';

export type Act = (changes: readonly Change[] | Result<readonly Change[]>, done?: string, places?: Undoable['with']) => Promise<Result<Committed>>;

/** `room`: whose words say what was done (`done`, a key of its catalogue) and why something was not (`refusal.<code>`). */
export const useAct = (room: string): Act => {
  const desk = useDesk();
  const inWords = useRefusal(room);
  return async (changes, done, places) => {
    const wanted = 'ok' in changes ? changes : ok(changes);
    const written = wanted.ok ? await desk.commit(wanted.value, done, places, room) : wanted;
    if (!written.ok) say(() => inWords(written.error), { stays: true });
    return written;
  };
};

/** Deletes what a page is about, and leaves the page for `to`: going back does not lead to what is no more. */
export const useDelete = (room: string): ((changes: readonly Change[] | Result<readonly Change[]>, to: string, done: string, places?: Undoable['with']) => void) => {
  const act = useAct(room);
  const [, go] = useLocation();
  return (changes, to, done, places) =>
    void act(changes, done, places).then((written) => {
      if (written.ok) go(to, { replace: true });
    });
};

/** The links a new record begins with, from its page's address: `?to=ID&as=REASON`, as often as there are some. */
export const linksAsked = (params: URLSearchParams): Link[] => {
  const reasons = params.getAll('as');
  return tidyLinks(params.getAll('to').map((to, at) => ({ to, as: (reasons[at] ?? 'about') as LinkReason })));
};

/** The same out of a form's field, where they are kept as JSON while they are chosen. */
export const linksTyped = (text: string): Link[] => {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? tidyLinks(list as Link[]) : [];
  } catch {
    return [];
  }
};
