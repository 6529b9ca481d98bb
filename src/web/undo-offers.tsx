// Every write that can be taken back offers it, in words, as it happens. The desk keeps what to undo; this only says it.

import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { say, unsayAll } from '#web/ui/toast.tsx';
import { useDesk, useDeskState, type Undoable } from '#web/ui/vault.ts';
import { word } from '#web/ui/words.ts';

/** Whose words say what was done, where the room is not named. */
const LABELS = ['journal', 'web', 'formats'];

export const UndoOffers = () => {
  const desk = useDesk();
  const { undoable, phase } = useDeskState();
  const said = useRef<Undoable | undefined>(undefined);
  const last = undoable.at(-1);
  const room = last?.room;
  const { ready } = useTranslation(room === undefined ? LABELS : [room, ...LABELS], { useSuspense: false });
  useEffect(() => {
    if (phase === 'locked') unsayAll();
  }, [phase]);
  useEffect(() => {
    if (!last) said.current = undefined;
    if (!last || last === said.current || !ready) return;
    // What came back to the top because something later was undone has been offered before.
    const isNew = !undoable.slice(0, -1).includes(last) && (said.current === undefined || undoable.includes(said.current) || undoable.length >= 50);
    said.current = last;
    if (!isNew) return;
    const labels = room === undefined ? LABELS : [room, ...LABELS];
    const takeBack = async (): Promise<void> => {
      const done = await desk.undo(last);
      if (done && !done.ok) say(() => word(`refusal.${done.error.code}`, done.error.with, ['sync', ...LABELS]));
    };
    say(() => word(last.label, last.with, labels), { undo: () => void takeBack() });
  }, [last, room, undoable, desk, ready]);
  return null;
};
