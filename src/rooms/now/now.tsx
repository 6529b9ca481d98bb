// The first place: a line to write in, how long one has, three doors of one size, and what is needed now. Nothing on it gates
// anything, counts anybody, or says what was missed.

import './now.css';
import { Link } from 'wouter';
import type { Change } from '#core/change.ts';
import { addDays } from '#core/when.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { DOORS, type Door, type Said } from '#web/ui/now.ts';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { roomsInNow } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { asHeading, formatDay, formatNear, momentNow } from '#web/ui/time.ts';
import { say } from '#web/ui/toast.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { IHave } from './minutes.tsx';
import { partOfDay, putOff } from './model.ts';
import { DOOR_PICTURES } from './pictures.tsx';
import { fitting, useMinutes, useNeeded, useWays, useWelcome, type NeededHere } from './use-now.tsx';

/**
 * A word with its days written as the language writes them: with the year where it is another than this one. By this component's own
 * words (`word` would be asked before those of a language just chosen are here, and not again).
 */
export const useSaid = (): ((room: string, said: Said) => string) => {
  const t = useWords('now');
  const locale = useLocale();
  const year = momentNow().when.slice(0, 4);
  return (room, { word: key, with: given = {} }) => {
    const { day, calendar, ...rest } = given;
    const shape = String(day).startsWith(year) ? 'short' : 'long';
    const written = day === undefined ? {} : { day: formatDay(String(day), locale, shape, calendar === 'julian' ? 'julian' : 'gregorian') };
    return t(key, { ...rest, ...written, ns: room });
  };
};

const Waiting = ({ needed, today }: { readonly needed: NeededHere; readonly today: string }) => {
  const t = useWords('now');
  const locale = useLocale();
  const desk = useDesk();
  const said = useSaid();
  const inWords = useRefusal('now');
  const { room, why, text, href, verb, refuse } = needed;
  const write = async (changes: readonly Change[], done: string, of: string, places?: Readonly<Record<string, string>>): Promise<void> => {
    const written = await desk.commit(changes, done, places, of);
    if (!written.ok) say(() => inWords(written.error), { stays: true });
  };
  const later = (day: string): void => void write([putOff(needed.id, day)], 'put-off-done', 'now', { day: formatNear(day, today, locale, 'short') });
  return (
    <Row
      as="li"
      wide
      note={why.map((one) => (
        <span key={one.word} className="note-line">
          {said(room, one)}
        </span>
      ))}
    >
      <div className="need">
        <div>
          <p className={needed.said ? 'said-l' : ''} dir="auto">
            {text}
          </p>
          {needed.reason && <p className="s q">{said(room, needed.reason)}</p>}
        </div>
        <div className="cluster">
          <LinkButton href={href}>{said(room, { word: verb })}</LinkButton>
          {refuse && (
            <Button look="bare" onPress={() => void write(refuse.changes(), refuse.done, room)}>
              {said(room, { word: refuse.verb })}
            </Button>
          )}
          <Menu
            label={t('put-off')}
            icon={null}
            shown
            actions={[
              { id: 'tomorrow', label: t('until-tomorrow'), onAction: () => later(addDays(today, 1)) },
              { id: 'week', label: t('until-week'), onAction: () => later(addDays(today, 7)) },
              { id: 'month', label: t('until-month'), onAction: () => later(addDays(today, 30)) },
            ]}
          />
        </div>
      </div>
    </Row>
  );
};

/** Letters of what waits that stand on a door. */
const ON_DOOR = 60;
const short = (text: string): string => (text.length > ON_DOOR ? `${[...text].slice(0, ON_DOOR).join('').trimEnd()}…` : text);

const Doors = ({ shown }: { readonly shown: readonly NeededHere[] }) => {
  const t = useWords('now');
  const said = useSaid();
  const comma = useWords();
  const minutes = useMinutes();
  const ways = useWays();
  const hint = (door: Door): { readonly why: string; readonly text: string } => {
    const needed = fitting(
      shown.filter((one) => one.door === door),
      minutes,
    )[0];
    if (needed) return { why: needed.why.map((one) => said(needed.room, one)).join(comma('comma')), text: needed.door === 'reflect' ? '' : short(needed.text) };
    const way = fitting(
      ways.filter((one) => one.door === door),
      minutes,
    )[0];
    return { why: way ? said(way.room, { word: way.word, with: { circle: way.circle } }) : '', text: '' };
  };
  const hints = DOORS.map((door) => [door, hint(door)] as const);
  return (
    <>
      <nav className="doors" aria-label={t('doors')}>
        {hints.map(([door, { why, text }]) => (
          <Link key={door} className="door" href={`/now/${door}?minutes=${minutes}`}>
            {DOOR_PICTURES[door]}
            <strong>{t(`door.${door}`)}</strong>
            <span>
              <span>{why}</span>
              <span dir="auto">{text}</span>
            </span>
          </Link>
        ))}
      </nav>
      <ul className="door-hints q" aria-hidden="true">
        {hints.map(([door, { why, text }]) => (
          <li key={door}>
            <b>{t('door-hint', { door: t(`door.${door}`) })}</b> {why}
            {text !== '' && (
              <>
                {': '}
                <bdi>{text}</bdi>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
};

export const NowPage = () => {
  const t = useWords('now');
  const locale = useLocale();
  const { shown, more, today } = useNeeded();
  const isBack = useWelcome();
  const { when } = momentNow();
  const title = asHeading(t(`part.${partOfDay(Number(when.slice(11, 13)))}`, { weekday: formatDay(when, locale, 'weekday') }), locale);
  return (
    <Page title={title} where={formatDay(when, locale, 'short')}>
      <Sheet>
        <Row note="" wide>
          <h1>{title}</h1>
          {isBack && <p className="q">{t(shown.length === 0 ? 'welcome-back-free' : 'welcome-back')}</p>}
        </Row>
        {roomsInNow().map(
          ({ room, Capture }) =>
            Capture && (
              <Row key={room} as="section" note={t('a-line')} wide>
                <Capture />
              </Row>
            ),
        )}
        <IHave at="/now">
          <Doors shown={shown} />
        </IHave>
        <section aria-labelledby="needed-h" className="stack now-needed">
          <Row note={shown.length === 0 || isBack ? '' : t('some-of', { count: shown.length, all: shown.length + more })} wide>
            <h2 id="needed-h">{t('needed')}</h2>
          </Row>
          {shown.length > 0 && (
            <ul className="ruled">
              {shown.map((needed) => (
                <Waiting key={`${needed.room} ${needed.id}`} needed={needed} today={today} />
              ))}
            </ul>
          )}
          <Row note="" wide>
            <p className="s q">{t(shown.length === 0 ? 'nothing' : 'never-more')}</p>
          </Row>
        </section>
      </Sheet>
    </Page>
  );
};
