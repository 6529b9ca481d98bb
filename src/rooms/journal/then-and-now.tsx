// An old entry and a later one side by side, with how far apart they are and why the two stand together. Read as they
// are: Kith adds no remark of its own.

import { TextLink } from '#web/ui/button.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { formatDay, formatYear } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { useGist } from './entry-list.tsx';
import type { Reason, ThenAndNow } from './look-back.ts';
import { Quote } from './marked.tsx';
import type { Entry } from './model.ts';
import { quoteOf } from './quote.ts';
import { useShownWord } from './use-journal.tsx';

/** A reason in words: lists, days and years as the person's language writes them. */
export const useReason = (): ((reason: Reason) => string) => {
  const t = useWords('journal');
  const shown = useShownWord();
  const locale = useLocale();
  return ({ code, with: given = {} }) => {
    const written: Record<string, unknown> = { ...given };
    if (typeof given['day'] === 'string') written['day'] = formatDay(given['day'], locale);
    if (given['year'] !== undefined) written['year'] = formatYear(Number(given['year']), locale);
    if (typeof given['area'] === 'string') written['area'] = shown('areas', given['area']);
    if (Array.isArray(given['areas'])) written['areas'] = given['areas'].map((area: string) => shown('areas', area));
    return t(`reason.${code}`, written);
  };
};

/** A stretch of time in its largest whole unit: `9 years`, `5 weeks`. */
export const useSpan = (): ((days: number) => string) => {
  const locale = useLocale();
  return (days) => {
    const [unit, count] =
      days >= 365
        ? (['year', Math.floor(days / 365.25) || 1] as const)
        : days >= 60
          ? (['month', Math.floor(days / 30.44)] as const)
          : days >= 14
            ? (['week', Math.floor(days / 7)] as const)
            : (['day', days] as const);
    return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count);
  };
};

/** The names two entries share, to quote them round. */
const sharedIn = (reasons: readonly Reason[]): string[] =>
  reasons.flatMap(({ with: given = {} }) => Object.values(given).flatMap((value) => (Array.isArray(value) ? (value as string[]) : [])));

const Side = ({ entry, names }: { readonly entry: Entry; readonly names: readonly string[] }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const gist = useGist();
  const quoted = quoteOf(entry.text, names);
  return (
    <div className="stack">
      <p className="s q">
        <TextLink href={`/journal/e/${entry.id}`}>{formatDay(entry.when, locale, 'long', entry.calendar)}</TextLink>
        {entry.place !== '' && (
          <>
            {t('look.place-after')} <bdi>{entry.place}</bdi>
          </>
        )}
      </p>
      {quoted ? <Quote quoted={[quoted]} marked={false} /> : <p className="said">{gist(entry)}</p>}
    </div>
  );
};

interface ThenNowProps {
  readonly pair: ThenAndNow;
  readonly id: string;
  readonly level?: 2 | 3;
  /** To quote round, where that is not what the reasons name. */
  readonly names?: readonly string[];
}

export const ThenNow = ({ pair: { then, now, daysApart, reasons }, id, level = 2, names = sharedIn(reasons) }: ThenNowProps) => {
  const t = useWords('journal');
  const span = useSpan();
  const reason = useReason();
  const Heading = `h${level}` as 'h2';
  return (
    <Row as="section" note={t('look.apart', { span: span(daysApart) })} labelledBy={id} wide stack>
      <Heading id={id}>{t('look.then-and-now')}</Heading>
      <div className="tn">
        <Side entry={then} names={names} />
        <Side entry={now} names={names} />
      </div>
      {reasons.length > 0 && <p className="s q">{reasons.map(reason).join(' ')}</p>}
      <p className="s">
        <TextLink href={`/journal/look-back/${then.id}/${now.id}`}>{t('look.read-both')}</TextLink>
      </p>
    </Row>
  );
};
