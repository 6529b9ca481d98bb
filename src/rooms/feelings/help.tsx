// A person to talk to now: the lines of the country one is in, out of a list that lies in the app. Nothing is looked up, so nobody is told that
// it was opened; nothing is kept of it but the country, where one chose it.

import { recordsOf } from '#core/snapshot.ts';
import { useState } from 'react';
import { Link } from 'wouter';
import { LinkButton } from '#web/ui/button.tsx';
import { useCircles } from '#web/ui/circles.ts';
import { Choice } from '#web/ui/field.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatMonth } from '#web/ui/time.ts';
import { useDeskState, useSnapshot } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { countryOfTag, GATHERED, HELP, helpIn, telOf } from './helplines.ts';
import { chooseCountry, HELP_PLACE, placeOf } from './model.ts';
import { ToFeelings } from './parts.tsx';

/** What the browser says of where one is: its languages, and nothing else. */
const countryHere = (): string => navigator.languages.map(countryOfTag).find((country) => country !== '') ?? '';

const Call = ({ name, phone, note }: { readonly name: string; readonly phone: string; readonly note?: string | undefined }) => (
  <li className="between middle">
    <p>
      <bdi className="b">{name}</bdi>
      {note && <span className="s q"> {note}</span>}
    </p>
    <LinkButton href={telOf(phone)} aria-label={`${name} ${phone}`}>
      <bdi dir="ltr" className="num">
        {phone}
      </bdi>
    </LinkButton>
  </li>
);

export const HelpPage = () => {
  const t = useWords('feelings');
  const locale = useLocale();
  const act = useAct('feelings');
  const chosen = placeOf(recordsOf(useSnapshot(), 'help-place').get(HELP_PLACE));
  const isOpen = useDeskState().phase === 'open';
  const [picked, setPicked] = useState('');
  const country = picked || chosen || countryHere();
  const help = helpIn(country);
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const nameOf = (code: string): string => names.of(code) ?? code;
  const order = new Intl.Collator(locale);
  const options = HELP.map((one) => ({ value: one.country, label: nameOf(one.country) })).sort((a, b) => order.compare(a.label, b.label));
  const circles = useCircles().filter(({ standing }) => standing === 'in');
  return (
    <Page title={t('person.title')} where={isOpen && <ToFeelings />}>
      <Sheet>
        <Title sub={t('person.about')}>{t('person.title')}</Title>
        <Row note="" wide>
          <Choice
            label={t('person.country')}
            value={help?.country ?? ''}
            onChange={(next) => {
              setPicked(next);
              if (isOpen && next !== '') void act(chooseCountry(next));
            }}
            options={[...(help ? [] : [{ value: '', label: t('person.choose') }]), ...options]}
          />
        </Row>
        <Row as="section" note="" labelledBy="lines-h" wide>
          <h2 id="lines-h" className="vh">
            {t('person.lines')}
          </h2>
          <ul className="list fl-lines">
            {help ? (
              <>
                <Call name={t('person.emergency')} phone={help.emergency} note={t('person.emergency-note')} />
                {help.lines.map(({ name, phone, always }) => (
                  <Call key={`${name} ${phone}`} name={name} phone={phone} note={always ? t('person.always') : undefined} />
                ))}
              </>
            ) : (
              <Call name={t('person.emergency')} phone="112" note={t('person.112')} />
            )}
          </ul>
          {help && help.lines.length === 0 && <p className="q">{t('person.no-line')}</p>}
        </Row>
        <Row note={t('person.somebody')} wide stack>
          <p>{t('person.near')}</p>
          {circles.length > 0 && (
            <p className="links">
              {circles.map(({ vault, name }) => (
                <Link key={vault} href={`/circles/${vault}/needs/new`}>
                  {t('person.circle', { circle: name })}
                </Link>
              ))}
            </p>
          )}
        </Row>
        <Row note="">
          <p>{t('person.elsewhere')}</p>
          <p className="s q">{t('person.honest', { month: formatMonth(GATHERED, locale) })}</p>
          <p className="s q">{t('person.nobody')}</p>
        </Row>
      </Sheet>
    </Page>
  );
};
