// Every write that can be taken back offers it, in words, as it happens. The desk keeps what to undo; this only says it.

import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { say, unsayAll } from '#web/ui/toast.tsx';
import { useDesk, useDeskState, type Undoable } from '#web/ui/vault.ts';
import { word } from '#web/ui/words.ts';

/** Whose words say what was done. */
const LABELS = ['journal', 'web', 'formats'];

export const UndoOffers = () => {
  const desk = useDesk();
  const { undoable, phase } = useDeskState();
  const { ready } = useTranslation(LABELS, { useSuspense: false });
  const said = useRef<Undoable | undefined>(undefined);
  const last = undoable.at(-1);
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
    say(() => word(last.label, last.with, LABELS), { undo: () => void desk.undo(last) });
  }, [last, undoable, desk, ready]);
  return null;
};
