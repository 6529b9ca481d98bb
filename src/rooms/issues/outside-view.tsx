// What somebody outside sees of an issue: the page behind its link, as it stood on its day, with the years of its own days since it may be
// printed. Nothing here knows who looks.

import './issues.css';
import { namesInRow } from '#web/ui/apart.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { formatDay } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import type { Outside } from './outside.ts';
import { OutsideRecord } from './timeline.tsx';

export const OutsideView = ({ outside }: { readonly outside: Outside }) => {
  const t = useWords('issues');
  const locale = useLocale();
  const { title, happens, area, role, ask, due, cause, circle, names, count, record } = outside;
  const from = [...names, ...(circle === '' ? [] : [circle])];
  return (
    <Sheet>
      <Row note={t('title')} wide>
        <h1 dir="auto">{title}</h1>
        <p className="q">{t('open.about', { day: formatDay(outside.day, locale) })}</p>
      </Row>
      <Row note={t('who.note')} wide>
        <p dir="auto">{from.length > 0 ? t('open.from', { names: namesInRow(locale, from) }) : t('open.unnamed')}</p>
        {count > 0 && <p>{t('open.count', { count })}</p>}
      </Row>
      {happens !== '' && (
        <Row as="section" note={t('part.happens')} wide>
          <p className="said issue-words" dir="auto">
            {happens}
          </p>
        </Row>
      )}
      {(area !== null || cause !== '') && (
        <Row as="section" note={t('part.cause')} wide>
          {area !== null && (
            <p>
              <b>{t(`area.${area}`)}.</b> <span className="q">{t(`area-about.${area}`)}</span>
            </p>
          )}
          {cause !== '' && (
            <p className="said issue-words" dir="auto">
              {cause}
            </p>
          )}
        </Row>
      )}
      {role !== '' && (
        <Row as="section" note={t('part.role')} wide>
          <p className="said-l" dir="auto">
            {role}
          </p>
          <p className="s q">{t('part.role-about')}</p>
        </Row>
      )}
      {ask !== '' && (
        <Row as="section" note={t('part.ask')} wide>
          <p className="said-l issue-words" dir="auto">
            {ask}
          </p>
          {due !== '' && <p className="s q num">{t('letter.due', { day: formatDay(due, locale, 'full') })}</p>}
        </Row>
      )}
      {record.length > 0 && (
        <section aria-labelledby="record-h" className="stack">
          <Row note="" wide>
            <h2 id="record-h">{t('record')}</h2>
          </Row>
          <OutsideRecord events={record} />
        </section>
      )}
      {outside.until !== '' && (
        <Row note="">
          <p className="s q">{t('open.until', { day: formatDay(outside.until, locale) })}</p>
        </Row>
      )}
    </Sheet>
  );
};
