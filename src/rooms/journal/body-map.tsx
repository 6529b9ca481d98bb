// Where in the body: a figure from the front and from the back, and the same parts as a list. The figure is one stop
// for the Tab key, arrow keys move in it, space chooses; the list says the same to whoever cannot see or point.
// The outline is of the design's mock; a part that both figures show is one part and is marked on both.

import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '#web/ui/button.tsx';
import { useWords } from '#web/ui/words.ts';
import { Chips } from './choose.tsx';
import type { BodyNote } from './model.ts';
import { useJournal, useShownWord } from './use-journal.tsx';

const OUTLINE =
  'M8 62C8 78 14 82 30 86C44 89 48 98 49 112C52 140 56 160 58 184C60 196 62 206 58 216C55 222 50 221 48 214C46 204 46 196 45 188C42 164 38 146 35 126C34 140 31 150 32 164C34 180 38 192 38 212C38 240 32 264 30 290C29 300 28 306 30 312C34 318 40 321 38 325L12 325C10 318 12 308 12 300C12 270 6 240 2 214L-2 214C-6 240 -12 270 -12 300C-12 308 -10 318 -12 325L-38 325C-40 321 -34 318 -30 312C-28 306 -29 300 -30 290C-32 264 -38 240 -38 212C-38 192 -34 180 -32 164C-31 150 -34 140 -35 126C-38 146 -42 164 -45 188C-46 196 -46 204 -48 214C-50 221 -55 222 -58 216C-62 206 -60 196 -58 184C-56 160 -52 140 -49 112C-48 98 -44 89 -30 86C-14 82 -8 78 -8 62Z';

interface Part {
  readonly area: string;
  readonly d: string;
  /** Cut by the head and not by the body. */
  readonly head?: true;
}

const SHARED: readonly Part[] = [
  { area: 'shoulders', d: 'M-12 78H12L60 84V98L40 104H-40L-60 98V84Z' },
  { area: 'arms', d: 'M40 98H72V188H44L35 126Z M-40 98H-72V188H-44L-35 126Z' },
];
const LOWER: readonly Part[] = [
  { area: 'hips', d: 'M-40 186H40V218H-40Z' },
  { area: 'hands', d: 'M72 188V226H40V188Z M-72 188V226H-40V188Z' },
  { area: 'legs', d: 'M-40 218H40V302H-40Z' },
  { area: 'feet', d: 'M-42 302H42V328H-42Z' },
];
const NECK: Part = { area: 'neck and throat', d: 'M-12 62H12V82H-12Z' };
const FRONT: readonly Part[] = [
  { area: 'head', d: 'M-20 20H20V43H-20Z', head: true },
  { area: 'face and jaw', d: 'M-20 43H20V68H-20Z', head: true },
  NECK,
  ...SHARED,
  { area: 'chest', d: 'M-40 104H40L35 126L34 146H-34L-35 126Z' },
  { area: 'belly', d: 'M-34 146H34L36 186H-36Z' },
  ...LOWER,
];
const BACK: readonly Part[] = [
  { area: 'head', d: 'M-20 20H20V68H-20Z', head: true },
  NECK,
  ...SHARED,
  { area: 'back', d: 'M-40 104H40L35 126L34 146L36 186H-36L-34 146L-35 126Z' },
  ...LOWER,
];
const SIDES = [
  { name: 'front', parts: FRONT, x: 80 },
  { name: 'back', parts: BACK, x: 240 },
] as const;

const Figure = ({ chosen, onToggle }: { readonly chosen: ReadonlySet<string>; readonly onToggle: (area: string) => void }) => {
  const t = useWords('journal');
  const shown = useShownWord();
  const id = useId();
  const figure = useRef<SVGSVGElement>(null);
  const [at, setAt] = useState(0);
  const flat = SIDES.flatMap(({ parts }) => parts);
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      ArrowRight: at < FRONT.length ? FRONT.length + Math.min(at, BACK.length - 1) : at,
      ArrowLeft: at >= FRONT.length ? at - FRONT.length : at,
      Home: 0,
      End: flat.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const next = (to + flat.length) % flat.length;
      setAt(next);
      figure.current?.querySelectorAll<SVGElement>('[role="checkbox"]')[next]?.focus();
    } else if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      onToggle(flat[at]!.area);
    }
  };
  return (
    <svg ref={figure} className="figure" viewBox="0 0 320 332" role="group" aria-label={t('body.map')} onKeyDown={onKeyDown}>
      <defs>
        <clipPath id={`${id}-body`}>
          <path d={OUTLINE} />
        </clipPath>
        <clipPath id={`${id}-head`}>
          <ellipse cx="0" cy="44" rx="17" ry="20.5" />
        </clipPath>
      </defs>
      {SIDES.map(({ name, parts, x }, side) => (
        <g key={name} transform={`translate(${x} 0)`}>
          <text y="14" textAnchor="middle" aria-hidden="true">
            {t(`body.${name}`)}
          </text>
          {parts.map(({ area, d, head }, index) => {
            const order = side * FRONT.length + index;
            return (
              <g key={area} clipPath={`url(#${id}-${head ? 'head' : 'body'})`}>
                <path
                  className="part"
                  d={d}
                  role="checkbox"
                  tabIndex={order === at ? 0 : -1}
                  aria-checked={chosen.has(area)}
                  aria-label={t(`body.part-${name}`, { area: shown('body', area) })}
                  onClick={() => {
                    setAt(order);
                    onToggle(area);
                  }}
                />
              </g>
            );
          })}
          <path className="out" d={OUTLINE} aria-hidden="true" />
          <ellipse className="out" cx="0" cy="44" rx="17" ry="20.5" aria-hidden="true" />
        </g>
      ))}
    </svg>
  );
};

interface BodyFieldProps {
  readonly value: readonly BodyNote[];
  readonly onChange: (value: BodyNote[]) => void;
}

/** Areas, and for the one in hand how it feels. An area alone is enough. */
export const BodyField = ({ value, onChange }: BodyFieldProps) => {
  const t = useWords('journal');
  const shown = useShownWord();
  const { words } = useJournal();
  const areas = [...new Set(value.map(({ area }) => area))];
  const [last, setLast] = useState('');
  const current = areas.includes(last) ? last : (areas.at(-1) ?? '');
  const sensationsOf = (area: string): string[] => value.filter((note) => note.area === area && note.sensation !== '').map(({ sensation }) => sensation);
  const toggle = (area: string): void => {
    if (areas.includes(area)) onChange(value.filter((note) => note.area !== area));
    else onChange([...value, { area, sensation: '' }]);
    setLast(area);
  };
  const feel = (sensations: readonly string[]): void =>
    onChange([
      ...value.filter((note) => note.area !== current),
      ...(sensations.length === 0 ? [{ area: current, sensation: '' }] : sensations.map((sensation) => ({ area: current, sensation }))),
    ]);
  const listed = [...words.body.map(({ id }) => id), ...areas.filter((area) => words.body.every(({ id }) => id !== area))];
  return (
    <div className="body">
      <Figure chosen={new Set(areas)} onToggle={toggle} />
      <div className="stack">
        <fieldset className="checks-in">
          <legend className="hint">{t('body.list')}</legend>
          <div className="checks">
            {listed.map((area) => (
              <label key={area}>
                <input type="checkbox" checked={areas.includes(area)} onChange={() => toggle(area)} /> {shown('body', area)}
              </label>
            ))}
          </div>
        </fieldset>
        {current !== '' && <Chips list="sensations" legend={t('body.feels', { area: shown('body', current) })} value={sensationsOf(current)} onChange={feel} />}
        {areas.length > 1 && (
          <ul className="stack s" aria-label={t('body.chosen')}>
            {areas.map((area) => (
              <li key={area}>
                <Button look="bare" aria-pressed={area === current} onPress={() => setLast(area)}>
                  {shown('body', area)}
                </Button>{' '}
                <span className="q">
                  {sensationsOf(area)
                    .map((sensation) => shown('sensations', sensation))
                    .join(t('comma'))}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
};
