// Behind a door: what waits there, one practice, step or person that fits the minutes one has by name, and the ways that fit, the longest
// first. What is named is a way, not an order: it says why it stands there and asks nothing.

import './now.css';
import { Link, Redirect } from 'wouter';
import { Button, TextLink } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { DOORS, type Door } from '#web/ui/now.ts';
import { Page } from '#web/ui/page.tsx';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { say } from '#web/ui/toast.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { IHave } from './minutes.tsx';
import { useSaid } from './now.tsx';
import { fitting, useMinutes, useNamed, useNeeded, useWays, type NamedHere } from './use-now.tsx';

const Fit = ({ one }: { readonly one: NamedHere }) => {
  const said = useSaid();
  const desk = useDesk();
  const inWords = useRefusal('now');
  const { room, text, why, href, refuse } = one;
  const leave = async (no: NonNullable<NamedHere['refuse']>): Promise<void> => {
    const written = await desk.commit(no.changes(), no.done, undefined, room);
    if (!written.ok) say(() => inWords(written.error), { stays: true });
  };
  return (
    <li>
      <Link href={href}>
        <span>
          <strong className={one.said ? 'said' : ''} dir="auto">
            {text}
          </strong>
          {why.map((each) => said(room, each)).join(' · ')}
        </span>
        <Icon name="next" />
      </Link>
      {refuse && (
        <Button look="bare" onPress={() => void leave(refuse)}>
          {said(room, { word: refuse.verb })}
        </Button>
      )}
    </li>
  );
};

const Fits = ({ door, shown }: { readonly door: Door; readonly shown: Parameters<typeof useNamed>[1] }) => {
  const t = useWords('now');
  const named = useNamed(door, shown);
  if (named.length === 0) return null;
  return (
    <Row as="section" note={t('fits')} wide>
      <ul className="ways" aria-label={t('fits')}>
        {named.map((one) => (
          <Fit key={`${one.room} ${one.id}`} one={one} />
        ))}
      </ul>
    </Row>
  );
};

export const DoorPage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => {
  const t = useWords('now');
  const minutes = useMinutes();
  const { shown } = useNeeded();
  const ways = useWays();
  const said = useSaid();
  const door = DOORS.find((one) => one === params['door']);
  if (!door) return <Redirect to="/now" replace />;
  const waiting = shown.filter((one) => one.door === door && one.minutes <= minutes);
  const fit = fitting(
    ways.filter((one) => one.door === door),
    minutes,
  );
  return (
    <Page
      title={t(`door.${door}`)}
      where={
        <TextLink href="/now" icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Row note="" wide>
          <h1>{t(`door.${door}`)}</h1>
          <p className="q">{t(`door.${door}.about`)}</p>
        </Row>
        <IHave at={`/now/${door}`} />
        {waiting.length > 0 && (
          <Row as="section" note={t('needed')} wide>
            <ul className="ways" aria-label={t('needed')}>
              {waiting.map((one) => (
                <li key={`${one.room} ${one.id}`}>
                  <Link href={one.href}>
                    <span>
                      <strong className={one.said ? 'said' : ''} dir="auto">
                        {one.text}
                      </strong>
                      {one.why.map((why) => said(one.room, why)).join(' · ')}
                    </span>
                    <Icon name="next" />
                  </Link>
                </li>
              ))}
            </ul>
          </Row>
        )}
        <Fits door={door} shown={shown} />
        <Row as="section" note={t('always')} wide>
          <ul className="ways" aria-label={t('always')}>
            {fit.map((way) => (
              <li key={`${way.room} ${way.word} ${way.href}`}>
                <Link href={way.href}>
                  <span>
                    <strong>{said(way.room, { word: way.word, with: { circle: way.circle } })}</strong>
                    {[...(way.circle === '' ? [] : [way.circle]), t('about-minutes', { count: way.minutes })].join(' · ')}
                  </span>
                  <Icon name="next" />
                </Link>
              </li>
            ))}
          </ul>
          {fit.length === 0 && <p className="q">{t('none-fits')}</p>}
        </Row>
      </Sheet>
    </Page>
  );
};
