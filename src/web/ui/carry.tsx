// A line that was typed, carried into a form of another room (Room.line): said in a circle as a need, or made a commitment, instead of kept as an entry.
// The words go by the form's own keeping, never in an address; what that form held already stays before them.

import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { useCircles } from '#web/ui/circles.ts';
import { Menu } from '#web/ui/menu.tsx';
import { roomsInNow, type LineInto } from '#web/ui/room.ts';
import { carryInto, typedAt } from '#web/ui/typed.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords, word } from '#web/ui/words.ts';

/** As many stand beside one another; more are a menu. */
const BESIDE = 2;

/** Shown beside a line with words in it, where there is somewhere to carry them. `onCarried`: they are there now. */
export const Carry = ({ text, onCarried }: { readonly text: string; readonly onCarried: () => void }) => {
  const t = useWords();
  const desk = useDesk();
  const [, go] = useLocation();
  const lines = roomsInNow().flatMap(({ room, line }) => (line ? [{ room, line }] : []));
  useTranslation(lines.map(({ room }) => room));
  const circles = useCircles().filter(({ standing, isOpening }) => standing === 'in' && !isOpening);
  const into = (room: string, line: LineInto, circle?: { readonly vault: string; readonly name: string }) => ({
    id: `${room} ${circle?.vault ?? ''}`,
    label: word(line.word, { circle: circle?.name ?? '' }, room),
    onAction: () => {
      const at = (place: string): string => place.replace(':circle', circle?.vault ?? '');
      const before = typedAt(desk, at(line.form), line.field);
      carryInto(desk, at(line.form), line.field, before === '' ? text.trim() : `${before}\n${text.trim()}`);
      onCarried();
      go(at(line.href));
    },
  });
  const ways = lines.flatMap(({ room, line }) => (line.href.includes(':circle') ? circles.map((circle) => into(room, line, circle)) : [into(room, line)]));
  if (ways.length === 0) return null;
  return ways.length > BESIDE ? (
    <Menu label={t('carry')} icon="forward" shown actions={ways} />
  ) : (
    <div className="cluster">
      {ways.map(({ id, label, onAction }) => (
        <Button key={id} look="bare" onPress={onAction}>
          {label}
        </Button>
      ))}
    </div>
  );
};
