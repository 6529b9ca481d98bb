// The ways in which what got in the way of a person is said to others (Room.roads): asked in a circle, or raised with somebody who must
// answer. The words go by each form's own keeping, never in an address, and are seen there once more before anything is sent. Invariant:
// the way stands there without a circle too: it then leads to making or joining one, and the words stay where they are.

import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { useCircles } from '#web/ui/circles.ts';
import { Menu } from '#web/ui/menu.tsx';
import { roomsInNow, type RoadOut, type Strain } from '#web/ui/room.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords, word } from '#web/ui/words.ts';

/** As many stand beside one another; more are a menu. */
const BESIDE = 2;

interface RoadsProps {
  readonly leads: RoadOut['leads'];
  /** What the menu is called where there are many. */
  readonly label: string;
  readonly strain: Strain;
  /** Before one goes: what must be kept first. False where it could not be, and one stays. */
  readonly onGo?: () => Promise<boolean>;
  /** Into this circle alone. */
  readonly only?: string;
  /** Without a circle nothing is said: another way on the page says it. */
  readonly quiet?: boolean;
}

export const RoadsOut = ({ leads, label, strain, onGo, only, quiet = false }: RoadsProps) => {
  const t = useWords();
  const desk = useDesk();
  const [, go] = useLocation();
  const roads = roomsInNow().flatMap(({ room, roads: all }) => all.flatMap((road) => (road.leads === leads ? [{ room, road }] : [])));
  useTranslation(roads.map(({ room }) => room));
  const circles = useCircles().filter(({ vault, standing, isOpening }) => standing === 'in' && !isOpening && (only === undefined || vault === only));
  const ways = circles.flatMap(({ vault, name }) =>
    roads.map(({ room, road }) => ({
      id: `${room} ${vault}`,
      label: word(road.word, { circle: name }, room),
      onAction: () => {
        void (async () => {
          if (onGo && !(await onGo())) return;
          const carry = await road.load();
          const to = await carry(desk, vault, strain);
          go(typeof to === 'string' ? to : road.href.replace(':circle', vault));
        })();
      },
    })),
  );
  if (ways.length === 0 && quiet) return null;
  if (ways.length === 0)
    return (
      <>
        <p className="s q">{t('roads.no-circle')}</p>
        <div className="cluster">
          <LinkButton href="/circles/make">{t('roads.make')}</LinkButton>
          <LinkButton href="/join" look="bare">
            {t('roads.join')}
          </LinkButton>
        </div>
      </>
    );
  return ways.length > BESIDE ? (
    <Menu label={label} icon="people" shown actions={ways} />
  ) : (
    <div className="cluster">
      {ways.map(({ id, label: said, onAction }) => (
        <Button key={id} onPress={onAction}>
          {said}
        </Button>
      ))}
    </div>
  );
};

/** Into a form of one's own vault. */
export const OwnRoad = ({ strain }: { readonly strain: Strain }) => {
  const desk = useDesk();
  const [, go] = useLocation();
  const roads = roomsInNow().flatMap(({ room, roads: all }) => all.flatMap((road) => (road.leads === 'own' ? [{ room, road }] : [])));
  useTranslation(roads.map(({ room }) => room));
  return roads.map(({ room, road }) => (
    <Button
      key={room}
      onPress={() => {
        void (async () => {
          const carry = await road.load();
          const to = await carry(desk, '', strain);
          go(typeof to === 'string' ? to : road.href);
        })();
      }}
    >
      {word(road.word, {}, room)}
    </Button>
  ));
};
