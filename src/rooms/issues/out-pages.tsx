// Pages behind a link, of one issue: made, shown anew, withdrawn. The host is asked first and the record follows, so that what the circle
// reads of a page is so at the host.

import { checkPageDay, PAGE_LASTS } from '#core/page-day.ts';
import { useState } from 'react';
import { addDays } from '#core/when.ts';
import { refuse, type Result } from '#core/result.ts';
import { useDay } from '#web/ui/circle-words.ts';
import { Button } from '#web/ui/button.tsx';
import { useActIn, type OpenCircle } from '#web/ui/circles.ts';
import { TextField } from '#web/ui/field.tsx';
import { endOfDay, PageLink } from '#web/ui/page-link.tsx';
import { Row } from '#web/ui/sheet.tsx';
import { say } from '#web/ui/toast.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords, word } from '#web/ui/words.ts';
import { notePage, noteWithdrawn } from './deeds.ts';
import { useDoer } from './deeds.tsx';
import { Form } from './form.tsx';
import { outsideOf, outsideToJson } from './outside.ts';
import { endingOf, type OpenPage, type Sheet, type Shown } from './sheet.ts';
import { dayOfInstant, todayNow, useNames } from './told.tsx';

interface PagesProps {
  readonly circle: OpenCircle;
  readonly sheet: Sheet;
  readonly shows: ReadonlySet<Shown>;
  readonly isReady: boolean;
  readonly nameOf: (account: string) => string;
}

const One = ({ page, circle, sheet, nameOf, onLay }: Omit<PagesProps, 'shows' | 'isReady'> & { readonly page: OpenPage; readonly onLay: () => void }) => {
  const t = useWords('issues');
  const day = useDay();
  const desk = useDesk();
  const act = useActIn('issues');
  const doer = useDoer(circle);
  const inWords = useRefusal('issues');
  const names = useNames(circle);
  const isOver = page.until < todayNow();
  const gone = endingOf(page, circle.me);
  const isOpen = gone === null && !isOver;
  const withdraw = async (): Promise<void> => {
    const gone = await desk.calls.withdrawPage(circle.vault, page.secret);
    if (!gone.ok) return void say(() => inWords(gone.error), { stays: true });
    await act(circle, noteWithdrawn(sheet, page, todayNow(), doer()));
    say(() => word('page.withdrawn', {}, 'issues'));
  };
  return (
    <li className="stack">
      <p>
        {t('page.by', { name: nameOf(page.by), day: day(page.until) })}.{' '}
        {gone ? (
          <span className="q">{t('page.ended', { name: nameOf(gone.by) })}.</span>
        ) : isOver ? (
          <span className="q">{t('page.over', { day: day(page.until) })}.</span>
        ) : (
          page.said.length > 0 && <span className="q">{t('page.said', { count: page.said.length, names: names.all(page.said.map(({ by }) => by)) })}</span>
        )}
      </p>
      {isOpen && (
        <div className="cluster">
          <PageLink link={() => desk.calls.pageLink(circle.vault, page.secret)} inWords={inWords} />
          {page.by === circle.me && <Button onPress={onLay}>{t('page.renew')}</Button>}
          <Button look="warm" onPress={() => void withdraw()}>
            {t('page.withdraw')}
          </Button>
        </div>
      )}
    </li>
  );
};

export const OpenPages = ({ circle, sheet, shows, isReady, nameOf }: PagesProps) => {
  const t = useWords('issues');
  const desk = useDesk();
  const act = useActIn('issues');
  const doer = useDoer(circle);
  const inWords = useRefusal('issues');
  const [until, setUntil] = useState(() => addDays(todayNow(), PAGE_LASTS));

  const lay = async (secret: string | null, last: string, parts: ReadonlySet<Shown>): Promise<Result<{ readonly secret: string }>> => {
    const members = new Map(circle.members.map(({ id, name }) => [id, name] as const));
    const outside = outsideOf(sheet, { shows: parts, circle: circle.name, members, today: todayNow(), until: last, dayOf: dayOfInstant });
    const laid = await desk.calls.layPage(circle.vault, { secret, until: endOfDay(last), json: outsideToJson(outside) });
    if (!laid.ok) say(() => inWords(laid.error), { stays: true });
    return laid;
  };
  const make = async (): Promise<Result<unknown>> => {
    const day = checkPageDay(until, todayNow(), 'issue-page-day');
    if (!day.ok) {
      say(() => inWords(day.error), { stays: true });
      return day;
    }
    if (!isReady) return refuse({ code: 'issue-names-in-words' });
    const laid = await lay(null, until, shows);
    if (!laid.ok) return laid;
    const { secret } = laid.value;
    const noted = await act(circle, notePage(sheet, { secret, until, shows: [...shows] }, doer()), 'page.made');
    // A page that nothing in the circle names could not be withdrawn any more.
    if (!noted.ok) await desk.calls.withdrawPage(circle.vault, secret);
    return noted;
  };
  const renew = async (page: OpenPage): Promise<void> => {
    const laid = await lay(page.secret, page.until, new Set(page.shows));
    if (laid.ok) say(() => word('page.renewed', {}, 'issues'));
  };
  return (
    <Row as="section" note={t('page.title')} labelledBy="page-h" wide stack className="no-print">
      <h2 id="page-h" className="vh">
        {t('page.title')}
      </h2>
      <p>{t('page.about')}</p>
      {sheet.pages.length > 0 && (
        <ul className="issue-pages">
          {sheet.pages.map((page) => (
            <One key={page.id} page={page} circle={circle} sheet={sheet} nameOf={nameOf} onLay={() => void renew(page)} />
          ))}
        </ul>
      )}
      <Form go={t('page.go')} look="plain" isReady={isReady && until !== ''} onGo={make}>
        <TextField label={t('page.until')} type="date" min={todayNow()} value={until} onChange={setUntil} />
      </Form>
    </Row>
  );
};
