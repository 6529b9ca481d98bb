// Before something leaves the circle: a check for oneself alone, what those affected have said, and then the letter and the page behind a
// link, each shown exactly as it would go. Invariants: answers to the check's questions are kept nowhere; the page never decides for
// anybody; a name goes only where that person said yes; nothing is sent from here but a page that somebody makes.

import './issues.css';
import { useState } from 'react';
import { useLocale } from '#web/ui/preferences.ts';
import { formatDay } from '#web/ui/time.ts';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { useActIn, type OpenCircle } from '#web/ui/circles.ts';
import { Check, TextField } from '#web/ui/field.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { say } from '#web/ui/toast.tsx';
import { useWords, word } from '#web/ui/words.ts';
import { askRole, sayWay } from './deeds.ts';
import { useDoer } from './deeds.tsx';
import { Form } from './form.tsx';
import { issueNamed, type Sheet as IssueSheet } from './model.ts';
import { heardFrom, letterOf, mayPublish, namesInWords, outsideOf, type Outside } from './outside.ts';
import { OpenPages } from './out-pages.tsx';
import { SHOWN, WAYS, type Shown, type Way } from './sheet.ts';
import { dayOfInstant, todayNow, useNames } from './told.tsx';

interface PartsProps {
  readonly circle: OpenCircle;
  readonly sheet: IssueSheet;
}

const RISKS = ['power', 'alone', 'before', 'backing'] as const;

const OwnCheck = ({ circle, sheet }: PartsProps) => {
  const t = useWords('issues');
  const act = useActIn('issues');
  const doer = useDoer(circle);
  const mine = sheet.voices.get(circle.me);
  const [risks, setRisks] = useState<Readonly<Record<string, 'yes' | 'no' | null>>>({});
  const [way, setWay] = useState<Way | null>(mine?.way ?? null);
  const [isNamed, setNamed] = useState(mine?.isNamed ?? false);
  const answered = RISKS.filter((risk) => risks[risk]);
  const count = RISKS.filter((risk) => risks[risk] === 'yes').length;
  return (
    <Row as="section" note={t('check.title')} labelledBy="check-h" wide stack className="no-print">
      <h2 id="check-h" className="vh">
        {t('check.title')}
      </h2>
      <p>{t('check.about')}</p>
      {RISKS.map((risk) => (
        <PickOne
          key={risk}
          legend={t(`check.${risk}`)}
          none
          value={risks[risk] ?? null}
          options={(['yes', 'no'] as const).map((value) => ({ value, label: t(`check.${value}`) }))}
          onChange={(value) => setRisks((now) => ({ ...now, [risk]: value }))}
        />
      ))}
      <p role="status">{answered.length === RISKS.length && (count > 0 ? t('check.risk', { count }) : t('check.low'))}</p>
      <Form go={t('check.keep')} look="plain" isReady={way !== null} onGo={() => act(circle, sayWay(sheet, way!, isNamed, doer()), 'check.kept')}>
        <PickOne legend={t('check.way')} value={way} options={WAYS.map((value) => ({ value, label: t(`check.way-${value}`) }))} onChange={setWay} />
        {way === 'go' && <Check label={t('check.named')} value={isNamed} onChange={setNamed} />}
      </Form>
    </Row>
  );
};

const WhatWasSaid = ({ circle, sheet }: PartsProps) => {
  const t = useWords('issues');
  const names = useNames(circle);
  const { wait, named, unnamed, unsaid } = heardFrom(sheet, new Set(circle.members.map(({ id }) => id)));
  return (
    <Row as="section" note={t('check.heard')} wide className="no-print">
      {wait.length > 0 && (
        <p>
          <b className="w">{t('check.wait', { count: wait.length, names: names.all(wait) })}</b>
        </p>
      )}
      {named.length > 0 && <p>{t('check.named-are', { names: names.all(named) })}</p>}
      {unnamed.length > 0 && <p>{t('check.unnamed-are', { names: names.all(unnamed) })}</p>}
      {unsaid.length > 0 && <p className="q">{t('check.unsaid-are', { names: names.all(unsaid) })}</p>}
    </Row>
  );
};

const Letter = ({ circle, sheet, outside, isReady }: PartsProps & { readonly outside: Outside; readonly isReady: boolean }) => {
  const t = useWords('issues');
  const act = useActIn('issues');
  const doer = useDoer(circle);
  const locale = useLocale();
  const [on, setOn] = useState(todayNow);
  // A letter is read in another year too: its days have theirs.
  const text = letterOf(
    outside,
    (key, places) => t(key, { ...places }),
    (day) => formatDay(day, locale),
  );
  const save = (): void => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    link.download = `${t('letter.file')}.txt`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  return (
    <Row as="section" note={t('letter.title')} labelledBy="letter-h" wide stack>
      <h2 id="letter-h" className="vh">
        {t('letter.title')}
      </h2>
      <div className="issue-letter" role="group" aria-label={t('letter.text')}>
        {text
          .trim()
          .split('\n\n')
          .map((block, n) => (
            <div key={n}>
              {block.split('\n').map((line, row) => (
                <p key={row} dir="auto">
                  {line}
                </p>
              ))}
            </div>
          ))}
      </div>
      <p className="s q no-print">{t('letter.about-it')}</p>
      <div className="cluster no-print">
        <Button
          icon="copy"
          isDisabled={!isReady}
          onPress={() =>
            void navigator.clipboard.writeText(text).then(
              () => say(() => word('letter.copied', {}, 'issues')),
              () => undefined,
            )
          }
        >
          {t('letter.copy')}
        </Button>
        <Button isDisabled={!isReady} onPress={() => window.print()}>
          {t('letter.print')}
        </Button>
        <Button isDisabled={!isReady} onPress={save}>
          {t('letter.save')}
        </Button>
      </div>
      <div className="no-print">
        <Form go={t('letter.asked')} onGo={() => act(circle, askRole(sheet, on, doer()), 'letter.asked-done')}>
          <TextField label={t('letter.asked-on')} type="date" max={todayNow()} value={on} onChange={setOn} />
        </Form>
      </div>
    </Row>
  );
};

const Out = ({ circle, id }: { readonly circle: OpenCircle; readonly id: string }) => {
  const t = useWords('issues');
  const names = useNames(circle);
  const [shows, setShows] = useState<ReadonlySet<Shown>>(new Set(['cause', 'count', 'circle'] as const));
  const [isLooked, setLooked] = useState('');
  const sheet = issueNamed(circle.snapshot, id);
  const at = `/circles/${circle.vault}/issues/${id}`;
  if (!sheet || circle.standing !== 'in')
    return (
      <Page title={t(sheet ? 'out.title' : 'list.gone')} where={<ToCircle circle={circle} />}>
        <Sheet>
          <Title sub={t(sheet ? 'out.not-in' : 'list.gone-about')}>{t(sheet ? 'out.title' : 'list.gone')}</Title>
        </Sheet>
      </Page>
    );
  const members = new Map(circle.members.map(({ id: account, name }) => [account, name] as const));
  const outside = outsideOf(sheet, { shows, circle: circle.name, members, today: todayNow(), dayOf: dayOfInstant });
  const found = namesInWords(outside, sheet, members);
  const isReady = found.length === 0 || isLooked === found.join();
  const isMine = sheet.affected.has(circle.me);
  const leave = mayPublish(sheet, { account: circle.me, isIn: true }, todayNow());
  return (
    <Page
      title={t('out.title')}
      where={
        <TextLink href={at} icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        <Title sub={t('out.about')}>{t('out.title')}</Title>
        {isMine ? (
          <OwnCheck circle={circle} sheet={sheet} />
        ) : (
          <Row note={t('check.title')}>
            <p className="q">{t('check.not-yours')}</p>
          </Row>
        )}
        <WhatWasSaid circle={circle} sheet={sheet} />
        {leave.may ? (
          <>
            <Row as="section" note={t('shows.title')} labelledBy="shows-h" wide stack className="no-print">
              <h2 id="shows-h" className="vh">
                {t('shows.title')}
              </h2>
              <p className="s q">{t('shows.always')}</p>
              {SHOWN.map((part) => (
                <Check
                  key={part}
                  label={t(`shows.${part}`)}
                  value={shows.has(part)}
                  onChange={(is) => setShows((now) => new Set(SHOWN.filter((each) => (each === part ? is : now.has(each)))))}
                />
              ))}
              {found.length > 0 && (
                <>
                  <p role="alert">
                    <b className="w">{t('names.found', { count: found.length, names: found.join(', ') })}</b>
                  </p>
                  <Check label={t('names.not-a-person')} value={isReady} onChange={(is) => setLooked(is ? found.join() : '')} />
                </>
              )}
            </Row>
            {sheet.issue.role === '' || sheet.issue.ask === '' ? (
              <Row note={t('letter.title')} stack>
                <p className="note">{t('letter.lacks')}</p>
                {sheet.issue.by === circle.me && <LinkButton href={`${at}/edit`}>{t('do.edit')}</LinkButton>}
              </Row>
            ) : (
              <Letter circle={circle} sheet={sheet} outside={outside} isReady={isReady} />
            )}
            <OpenPages circle={circle} sheet={sheet} shows={shows} isReady={isReady} nameOf={names.one} />
          </>
        ) : (
          <Row note="">
            <p className="note">{t('out.waits', { name: names.one(sheet.issue.by) })}</p>
          </Row>
        )}
      </Sheet>
    </Page>
  );
};

export const OutPage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => (
  <InCircle vault={params['circle']}>{(circle) => <Out circle={circle} id={params['id'] ?? ''} />}</InCircle>
);
