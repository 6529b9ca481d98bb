// The map of energy and meaning as a picture, and the same as a list; and over time. HTML, so that it reflows, mirrors and prints; what the
// picture tells by place and by ring the list tells in words.

import './purpose.css';
import type { CSSProperties } from 'react';
import { Link } from 'wouter';
import { markOf } from '#web/ui/address.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { formatDay, formatYear } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { isFew, type Activity, type Placed, type Spell, type Unit } from './map.ts';
import { AT, useSigned } from './use-purpose.tsx';

export const activityHref = ({ key }: Pick<Activity, 'key'>): string => `${AT}/activity/${markOf(key)}`;

const toneOf = (activity: Activity): string => (isFew(activity) ? 'few' : activity.energy!.mean >= 0 ? 'gives' : 'drains');

const placeOf = ({ x, y }: Placed): CSSProperties => ({ '--x': x.toFixed(1), '--y': y.toFixed(1) }) as CSSProperties;

/** Letters of a name that have room beside a mark. */
const ROOM = 34;

/** Half a mark, and a letter, in hundredths of a wide picture; lines nearer than that stand in each other's way. */
const HALF = 2.5;
const LETTER = 1.05;
const HIGH = 5;

type Side = 'before' | 'after';

/** Names stand beside their marks, on the side where nothing is in the way; where there is none the list alone has them. */
const sidesOf = (placed: readonly Placed[]): ReadonlyMap<Placed, Side> => {
  const out = new Map<Placed, Side>();
  const spanOf = ({ x, activity }: Placed, side: Side): readonly [number, number] => {
    const wide = HALF + 1 + Math.min(ROOM, activity.name.length) * LETTER;
    return side === 'before' ? [x - wide, x - HALF] : [x + HALF, x + wide];
  };
  for (const one of placed)
    for (const side of one.x > 50 ? (['before', 'after'] as const) : (['after', 'before'] as const)) {
      const [from, to] = spanOf(one, side);
      const isClear = placed.every((other) => {
        if (other === one || Math.abs(other.y - one.y) >= HIGH) return true;
        const there = out.get(other);
        const [start, end] = there ? spanOf(other, there) : [other.x, other.x];
        return Math.max(end, other.x + HALF) < from || Math.min(start, other.x - HALF) > to;
      });
      if (!isClear || from <= 0 || to >= 100) continue;
      out.set(one, side);
      break;
    }
  return out;
};

export const EnergyMap = ({ placed }: { readonly placed: readonly Placed[] }) => {
  const t = useWords('purpose');
  const number = new Intl.NumberFormat(useLocale());
  const sides = sidesOf(placed);
  return (
    <div className="emap-whole" aria-hidden="true">
      <p className="axis axis3 s q">
        <span />
        <b>{t('map.much')}</b>
        <span />
      </p>
      <ul className="emap">
        {placed.map((one) => (
          <li key={one.activity.key} className={`${toneOf(one.activity)}${sides.get(one) === 'before' ? ' before' : ''}`} style={placeOf(one)}>
            <b className="num">{number.format(one.number)}</b>
            {sides.has(one) && <span dir="auto">{one.activity.name.length > ROOM ? `${one.activity.name.slice(0, ROOM - 1)}…` : one.activity.name}</span>}
          </li>
        ))}
      </ul>
      <p className="axis axis3 s q">
        <span>{t('map.drains')}</span>
        <b>{t('map.little')}</b>
        <span>{t('map.gives')}</span>
      </p>
    </div>
  );
};

/** What stands beside an activity: "energy +0.8, meaning +1.7, 41 times". */
export const useSums = (): ((activity: Activity) => string) => {
  const t = useWords('purpose');
  const signed = useSigned();
  return (activity) => {
    const { energy, meaning, said } = activity;
    const count = t('times', { count: said.length });
    if (energy === null) return t('sums.meaning', { meaning: signed(meaning!.mean), times: count });
    const places = { energy: signed(energy.mean), meaning: signed(meaning?.mean ?? 0), times: count };
    const text = t(meaning === null ? 'sums.energy' : 'sums.both', places);
    return isFew(activity) ? t('sums.few', { sums: text }) : text;
  };
};

export const EnergyList = ({ placed, others, label }: { readonly placed: readonly Placed[]; readonly others: readonly Activity[]; readonly label: string }) => {
  const sums = useSums();
  const format = new Intl.NumberFormat(useLocale());
  const lines = [...placed.map(({ activity, number }) => ({ activity, number: format.format(number) })), ...others.map((activity) => ({ activity, number: '' }))];
  return (
    <ul className="elist" aria-label={label}>
      {lines.map(({ activity, number }) => (
        <li key={activity.key}>
          <b className={`nb num ${toneOf(activity)}`} aria-hidden="true">
            {number}
          </b>
          <Link href={activityHref(activity)} className="said quiet-link" dir="auto">
            {activity.name}
          </Link>
          <span className="s q num">{sums(activity)}</span>
        </li>
      ))}
    </ul>
  );
};

const useSpan = (unit: Unit): ((from: string) => string) => {
  const t = useWords('purpose');
  const locale = useLocale();
  return (from) => {
    const year = formatYear(Number(from.slice(0, 4)), locale);
    if (unit === 'year') return year;
    if (unit === 'decade') return t('span.decade', { year });
    if (unit === 'quarter') return t('span.quarter', { quarter: new Intl.NumberFormat(locale).format(Math.floor((Number(from.slice(5, 7)) + 2) / 3)), year });
    return unit === 'month' ? formatDay(from, locale, 'month-year') : t('span.week', { day: formatDay(from, locale, 'medium') });
  };
};

interface SpellsProps {
  readonly spells: readonly Spell[];
  readonly unit: Unit;
  readonly label: string;
}

/** What gave above the line, what took below it; hatched where nothing was marked. */
export const Spells = ({ spells, unit, label }: SpellsProps) => {
  const t = useWords('purpose');
  const span = useSpan(unit);
  const number = new Intl.NumberFormat(useLocale());
  const most = Math.max(1, ...spells.flatMap(({ gives, takes }) => [gives, takes]));
  const tall = (value: number): CSSProperties => ({ '--v': (value / most).toFixed(3) }) as CSSProperties;
  const words = spells.map(({ from, gives, takes }) => `${span(from)}: ${t('spell', { gives, takes })}`).join('; ');
  return (
    <div className="espells-whole">
      <div className="espells num" role="img" aria-label={`${label}. ${words}`}>
        {spells.map(({ from, gives, takes, even }) => (
          <span key={from}>
            <span className="up">
              {gives > 0 && <b>{number.format(gives)}</b>}
              {gives + takes + even === 0 ? <i className="none" /> : <i style={tall(gives)} />}
            </span>
            <span className="down">
              <i style={tall(takes)} />
              {takes > 0 && <b>{number.format(takes)}</b>}
            </span>
          </span>
        ))}
      </div>
      {spells.length > 0 && (
        <p className="between s q num" aria-hidden="true">
          <span>{span(spells[0]!.from)}</span>
          {spells.length > 1 && <span>{span(spells.at(-1)!.from)}</span>}
        </p>
      )}
    </div>
  );
};

export const SpellsTable = ({ spells, unit, label }: SpellsProps) => {
  const t = useWords('purpose');
  const span = useSpan(unit);
  const signed = useSigned();
  const number = new Intl.NumberFormat(useLocale());
  return (
    <div className="wide-part">
      <table>
        <caption className="s q">{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t('table.when')}</th>
            <th scope="col">{t('table.gave')}</th>
            <th scope="col">{t('table.took')}</th>
            <th scope="col">{t('table.neither')}</th>
            <th scope="col">{t('table.middle')}</th>
          </tr>
        </thead>
        <tbody>
          {spells.map(({ from, gives, takes, even, mean }) => (
            <tr key={from}>
              <th scope="row">{span(from)}</th>
              {[gives, takes, even].map((count, at) => (
                <td key={at} className={mean === null ? 'num hatched' : 'num'}>
                  <span>{mean === null ? '–' : number.format(count)}</span>
                </td>
              ))}
              <td className={mean === null ? 'num hatched' : 'num'}>
                <span>{mean === null ? '–' : signed(mean)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
