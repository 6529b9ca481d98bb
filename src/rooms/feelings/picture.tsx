// What was named over time: a bar for each time of day, day, week, area or person, the same as a table, and what each rests on. Counted words,
// nothing read out of a text; below the smallest counts nothing is drawn.

import type { CSSProperties } from 'react';
import { Link, useSearchParams } from 'wouter';
import { addDays } from '#core/when.ts';
import { useNamed, useNaming } from '#web/ui/felt.tsx';
import { useFew } from '#web/ui/few.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { RecordLine } from '#web/ui/record-line.tsx';
import { useRecords } from '#web/ui/records.ts';
import { Row as Line, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatDay, momentNow, weekdays } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { BY, FEWEST, overTime, SORTS, type By, type Picture, type Row, type Sort } from './over-time.ts';
import { PersonNow, ToFeelings } from './parts.tsx';

const KINDS = ['telling', 'conversation', 'conversation-after'];
const SINCE = [30, 91, 365, 0] as const;
/** Words named most often that a row says. */
const MOST_WORDS = 3;
/** Below this share of a bar, no number stands in it. */
const NARROW = 0.14;

const shadeOf = (sort: Sort): string => `fl-bar fl-${sort}`;

const useRowName = ({ by, isByMonth }: Pick<Picture, 'by' | 'isByMonth'>): ((key: string) => string) => {
  const t = useWords('feelings');
  const locale = useLocale();
  const naming = useNaming();
  return (key) => {
    if (key === '') return t('over.all');
    if (by === 'time') return t(`over.time.${key}`);
    if (by === 'day') return weekdays(locale, 'long').find(({ day }) => day === Number(key) % 7)?.full ?? key;
    if (by === 'week' && isByMonth) return formatDay(key, locale, 'month-year');
    if (by === 'week') return t('over.week-of', { day: formatDay(key, locale, 'medium') });
    return by === 'area' ? naming.shown('areas', key) : key;
  };
};

const useSortName = (): ((sort: Sort) => string) => {
  const t = useWords('feelings');
  return (sort) => t(`sort.${sort}`);
};

const Bar = ({ row, name }: { readonly row: Row; readonly name: string }) => {
  const t = useWords('feelings');
  const locale = useLocale();
  const sortName = useSortName();
  const number = new Intl.NumberFormat(locale);
  const said = SORTS.filter((sort) => row.counts[sort] > 0);
  if (!row.isEnough)
    return (
      <p className="fl-track hatched s">
        <span>{t('over.few', { count: row.from.length, needed: FEWEST.row })}</span>
      </p>
    );
  const label = said.map((sort) => `${sortName(sort)} ${number.format(row.counts[sort])}`).join(t('list.comma'));
  return (
    <div className="fl-track" role="img" aria-label={t('over.bar', { name, label })}>
      {said.map((sort) => (
        <span key={sort} className={shadeOf(sort)} style={{ '--v': row.counts[sort] } as CSSProperties}>
          {row.counts[sort] / row.words >= NARROW && <b className="num">{number.format(row.counts[sort])}</b>}
        </span>
      ))}
    </div>
  );
};

/** The records that a row rests on. */
const From = ({ ids }: { readonly ids: readonly string[] }) => {
  const t = useWords('feelings');
  const records = useRecords();
  const few = useFew(ids, 12, (count) => t('show-all', { count }));
  return (
    <>
      <ul className="list">
        {few.shown.map((id) => {
          const shown = records.shown(id);
          return (
            shown && (
              <li key={id}>
                <RecordLine shown={shown} />
              </li>
            )
          );
        })}
      </ul>
      {few.more}
    </>
  );
};

const OneRow = ({ row, picture }: { readonly row: Row; readonly picture: Picture }) => {
  const t = useWords('feelings');
  const naming = useNaming();
  const name = useRowName(picture)(row.key);
  const most = row.most.slice(0, MOST_WORDS).map(({ word, count }) => t('over.word', { word: naming.shown('feelings', word), count }));
  return (
    <li className="row">
      <p className="mg">
        <bdi>{name}</bdi>
      </p>
      <div className="tx wide">
        <Bar row={row} name={name} />
        {row.from.length > 0 && (
          <details>
            <summary className="s">
              {row.isEnough
                ? t('over.times-of', { times: t('over.rests', { count: row.from.length }), words: most.join(t('list.comma')) })
                : t('over.rests', { count: row.from.length })}
            </summary>
            <From ids={row.from} />
          </details>
        )}
      </div>
    </li>
  );
};

const Table = ({ picture }: { readonly picture: Picture }) => {
  const t = useWords('feelings');
  const locale = useLocale();
  const rowName = useRowName(picture);
  const sortName = useSortName();
  const number = new Intl.NumberFormat(locale);
  const sorts = SORTS.filter((sort) => sort !== 'none' || picture.all.counts.none > 0);
  return (
    <details>
      <summary>{t('over.table')}</summary>
      <div className="fl-table">
        <table>
          <caption className="s q">{t('over.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t(picture.isByMonth ? 'over.month' : `over.by.${picture.by}`)}</th>
              {sorts.map((sort) => (
                <th key={sort} scope="col">
                  {sortName(sort)}
                </th>
              ))}
              <th scope="col">{t('over.times')}</th>
            </tr>
          </thead>
          <tbody>
            {[...picture.rows, picture.all].map((row) => (
              <tr key={row.key}>
                <th scope="row" dir="auto">
                  {rowName(row.key)}
                </th>
                {sorts.map((sort) => (
                  <td key={sort} className="num">
                    {number.format(row.counts[sort])}
                  </td>
                ))}
                <td className="num">{number.format(row.from.length)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
};

const Key = ({ picture }: { readonly picture: Picture }) => {
  const sortName = useSortName();
  return (
    <ul className="fl-key s">
      {SORTS.filter((sort) => picture.all.counts[sort] > 0).map((sort) => (
        <li key={sort}>
          <i className={shadeOf(sort)} aria-hidden="true" /> {sortName(sort)}
        </li>
      ))}
    </ul>
  );
};

export const OverTimePage = () => {
  const t = useWords('feelings');
  const naming = useNaming();
  const named = useNamed(KINDS);
  const [search, setSearch] = useSearchParams();
  const by = BY.find((one) => one === search.get('by')) ?? 'time';
  const days = SINCE.find((one) => String(one) === search.get('days')) ?? 0;
  const picture = overTime(named, by, (word) => naming.quarterOf(word) ?? 'none', days === 0 ? '' : addDays(momentNow().when.slice(0, 10), -days));
  const put = (part: { readonly by?: By; readonly days?: number }): void => {
    setSearch({ by: part.by ?? by, days: String(part.days ?? days) }, { replace: true });
  };
  return (
    <Page title={t('over.title')} where={<ToFeelings />}>
      <Sheet>
        <Title sub={t('over.about')}>{t('over.title')}</Title>
        <Line note="" wide stack>
          <PickOne legend={t('over.by')} quiet options={BY.map((value) => ({ value, label: t(`over.by.${value}`) }))} value={by} onChange={(next) => put({ by: next ?? by })} />
          <PickOne
            legend={t('over.since')}
            quiet
            options={SINCE.map((value) => ({ value, label: t(`over.days.${value}`, { n: value === 91 ? 3 : value }) }))}
            value={days}
            onChange={(next) => put({ days: next ?? days })}
          />
        </Line>
        {picture === null ? (
          <Line note="">
            <p className="said-l" role="status">
              {t('over.not-enough')}
            </p>
            <p className="q">{t('over.not-enough-about', { count: FEWEST.all })}</p>
            <p className="links">
              <Link href="/journal/check-in">{t('name.go')}</Link>
            </p>
          </Line>
        ) : (
          <>
            <Line note="" wide stack>
              {picture.isByMonth && <p className="s q">{t('over.by-month')}</p>}
              <Key picture={picture} />
            </Line>
            <ul className="fl-rows">
              {picture.rows.map((row) => (
                <OneRow key={row.key} row={row} picture={picture} />
              ))}
              <OneRow row={picture.all} picture={picture} />
            </ul>
            <Line note="" wide stack>
              {picture.rows.length === 0 && <p>{t(`over.none.${by}`)}</p>}
              {picture.besides > 0 && picture.rows.length > 0 && <p className="s q">{t('over.besides', { count: picture.besides })}</p>}
              <Table picture={picture} />
              <p className="s q">{t('over.honest')}</p>
            </Line>
          </>
        )}
        <PersonNow />
      </Sheet>
    </Page>
  );
};
