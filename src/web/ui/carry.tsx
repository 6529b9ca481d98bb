// A line that was typed, carried into a form of another room (Room.line): said in a circle as a need, instead of kept as an entry.
// The words go by the form's own keeping, never in an address; what that form held already stays before them.

import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { useCircles } from '#web/ui/circles.ts';
import { Menu } from '#web/ui/menu.tsx';
import { roomsInNow } from '#web/ui/room.ts';
import { carryInto, typedAt } from '#web/ui/typed.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords, word } from '#web/ui/words.ts';

/** Shown beside a line with words in it, where there is somewhere to carry them. `onCarried`: they are there now. */
export const Carry = ({ text, onCarried }: { readonly text: string; readonly onCarried: () => void }) => {
  const t = useWords();
  const desk = useDesk();
  const [, go] = useLocation();
  const lines = roomsInNow().flatMap(({ room, line }) => (line ? [{ room, line }] : []));
  useTranslation(lines.map(({ room }) => room));
  const circles = useCircles().filter(({ standing, isOpening }) => standing === 'in' && !isOpening);
  const ways = lines.flatMap(({ room, line }) =>
    circles.map(({ vault, name }) => ({
      id: `${room} ${vault}`,
      label: word(line.word, { circle: name }, room),
      onAction: () => {
        const form = line.form.replace(':circle', vault);
        const before = typedAt(desk, form, line.field);
        carryInto(desk, form, line.field, before === '' ? text.trim() : `${before}\n${text.trim()}`);
        onCarried();
        go(line.href.replace(':circle', vault));
      },
    })),
  );
  const [only] = ways;
  if (!only) return null;
  return ways.length === 1 ? (
    <Button look="bare" onPress={only.onAction}>
      {only.label}
    </Button>
  ) : (
    <Menu label={t('carry')} icon="people" shown actions={ways} />
  );
};
