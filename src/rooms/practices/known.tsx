// What stands beside the steps of a practice wherever it is read: what to know first, with everything that speaks against it in the size of what
// speaks for it, what it came from; and the whole of it as it goes to others.

import { Link } from 'wouter';
import { Markdown } from '#web/ui/markdown.tsx';
import { Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { LIBRARY_LICENCE, NEEDS, type Ancestor, type Practice } from './model.ts';
import { stepsToText } from './steps.ts';
import { Trains } from './trains.tsx';
import { useKeyFacts } from './use-practices.tsx';

/** What it came from; `hrefOf`: where one of these can be read, null where nowhere here. */
const Chain = ({ from, hrefOf }: { readonly from: readonly Ancestor[]; readonly hrefOf: (id: string) => string | null }) => {
  const t = useWords('practices');
  return (
    <ul className="s q">
      {from.map((one, at) => {
        const said = t(one.by !== '' && one.licence !== '' ? 'know.chain-one' : one.by !== '' ? 'know.chain-by' : 'know.chain-licence', { ...one });
        const href = hrefOf(one.id);
        return <li key={`${one.id} ${at}`}>{href === null ? said : <Link href={href}>{said}</Link>}</li>;
      })}
    </ul>
  );
};

export interface KnownProps {
  readonly practice: Practice;
  /** The address where one makes it one's own; null where one cannot. */
  readonly adapt?: string | null;
  readonly hrefOf?: (id: string) => string | null;
}

/** What to know first. */
export const Known = ({ practice, adapt = null, hrefOf = () => null }: KnownProps) => {
  const t = useWords('practices');
  const { isStarter, care, evidence, checked, sceptic, source, licence, by, from } = practice;
  const nothing = isStarter ? t('know.care-none') : '';
  const licenceLine = isStarter ? `${licence} ${t('licence.library', { licence: LIBRARY_LICENCE })}` : licence;
  return (
    <section aria-labelledby="know-h" className="pr-know">
      <h2 className="vh" id="know-h">
        {t('know.title')}
      </h2>
      {(care || nothing) !== '' && (
        <Row note={t('know.care')} wide>
          <p className={care === '' ? 'q' : 'note as-typed'} dir="auto">
            {care || nothing}
          </p>
        </Row>
      )}
      {evidence !== '' && (
        <Row note={t('know.for')} wide>
          <p className="as-typed" dir="auto">
            {evidence}
            {checked !== 'none' && ` ${t(`checked.${checked}`)}`}
          </p>
        </Row>
      )}
      {sceptic !== '' && (
        <Row note={t('know.against')} wide>
          <p className="as-typed" dir="auto">
            {sceptic}
          </p>
        </Row>
      )}
      {practice.skills.length > 0 && <Trains practice={practice} />}
      <Row note={t('know.from')} wide>
        {source !== '' && (
          <p className="s q as-typed" dir="auto">
            {source}
          </p>
        )}
        {by !== '' && <p className="s q">{t('know.by', { by })}</p>}
        {licenceLine !== '' && <p className="s q">{licenceLine}</p>}
        {from.length > 0 && (
          <>
            <p className="s q">{t('know.chain')}</p>
            <Chain from={from} hrefOf={hrefOf} />
          </>
        )}
        {adapt !== null && (
          <p className="links s">
            <Link href={adapt}>{t('own.adapt')}</Link>
          </p>
        )}
      </Row>
    </section>
  );
};

/** The words of it, as they go. */
export const WhatGoes = ({ practice, note }: { readonly practice: Practice; readonly note: string }) => {
  const t = useWords('practices');
  const { minutes, who } = useKeyFacts()(practice);
  const facts = [practice.kind === null ? '' : t(`kind.${practice.kind}`), minutes, who].filter((part) => part !== '');
  const needs = NEEDS.filter((need) => (practice.needs[need] ?? 0) > 0);
  return (
    <>
      <Row as="section" note={note} labelledBy="goes-h" wide stack>
        <h2 id="goes-h" dir="auto">
          {practice.name}
        </h2>
        {practice.why !== '' && <Markdown text={practice.why} />}
        <p className="s q num">{facts.join(t('list.comma'))}</p>
        {needs.length > 0 && (
          <p className="s q">
            {t('own.needs')}
            {': '}
            {needs.map((need) => t(`need.${need}`)).join(t('list.comma'))}
          </p>
        )}
        {practice.steps.length > 0 && (
          <ol className="pr-steps" aria-label={t('play.parts')}>
            {stepsToText(practice.steps)
              .split('\n')
              .map((step, at) => (
                <li key={at}>
                  <span dir="auto">{step}</span>
                </li>
              ))}
          </ol>
        )}
      </Row>
      <Known practice={practice} />
    </>
  );
};
