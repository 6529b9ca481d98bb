// The map, drawn: parts that are moved, arrows that are drawn from one to another, by touch, mouse and keyboard. A finger moves a part
// that is chosen, and else the whole drawing; two fingers, Ctrl and the wheel, plus and minus make it larger and smaller. Only what is in
// sight is drawn, and from afar everything is two lines, so that thousands of parts pan as nine do. The list below says the same.

import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { Tool } from '#web/ui/button.tsx';
import { useWords } from '#web/ui/words.ts';
import { around, BOX, firstOf, GAP, towards } from './layout.ts';
import { partNamed, wholeArrows, type Arrow, type Part, type Point, type SystemMap } from './model.ts';
import { boxOf, firstView, fromAfar, inBox, isCrossing, isSeen, lineBetween, bendsOf, SCALES, showing, wholeView, zoomed, type Line, type Size, type View } from './picture.ts';
import { SIGNS } from './shown.ts';
import { placesIn } from './use-map.tsx';

export interface DrawingProps {
  readonly map: SystemMap;
  readonly canWrite: boolean;
  /** Id of a part or an arrow. */
  readonly chosen: string;
  /** The part that an arrow is being drawn from; ''. */
  readonly from: string;
  /** Arrows of a loop that is looked at. */
  readonly lit: ReadonlySet<string>;
  readonly onChoose: (id: string) => void;
  readonly onFrom: (id: string) => void;
  readonly onArrow: (to: string) => void;
  readonly onMove: (id: string, to: Point) => Promise<unknown>;
  readonly onTake: (id: string) => void;
  readonly onAdd: () => void;
}

/** Pixels that a press may tremble. */
const TREMBLE = 6;
const STEP = 24;

const PartBox = ({ part, at, isChosen, isFrom }: { readonly part: Part; readonly at: Point; readonly isChosen: boolean; readonly isFrom: boolean }) => {
  const t = useWords('systems');
  const { id, words, more, sort, isGuess, isHere, need } = part;
  const lines = inBox(words);
  const under = lines.length === 1 ? (inBox(more.split('\n')[0]!)[0] ?? '') || (sort === '' ? '' : t(`sort.${sort}`)) : '';
  const [x, y] = [at[0] - BOX.width / 2, at[1] - BOX.height / 2];
  const classes = ['n', sort === 'rule' ? 'rule' : '', isGuess ? 'unk' : '', isHere ? 'us' : '', isChosen ? 'is-chosen' : '', isFrom ? 'is-from' : ''];
  return (
    <g data-part={id} className="sys-part">
      {need.push !== '' && <rect className="here" x={x - 5} y={y - 5} width={BOX.width + 10} height={BOX.height + 10} rx={3} />}
      <rect
        className={classes.filter((name) => name !== '').join(' ')}
        x={x}
        y={y}
        width={BOX.width}
        height={BOX.height}
        rx={sort === 'rule' ? 1 : sort === 'people' || sort === 'group' ? BOX.height / 2 : 6}
      />
      {lines.map((line, i) => (
        <text key={line} x={at[0]} y={at[1] + (lines.length > 1 ? i * 18 - 4 : under === '' ? 5 : -2)} textAnchor="middle">
          {line}
        </text>
      ))}
      {under !== '' && (
        <text className="k" x={at[0]} y={at[1] + 15} textAnchor="middle">
          {under}
        </text>
      )}
      {need.push !== '' && (
        <text className="k push" x={at[0]} y={y - 11} textAnchor="middle">
          {t('push-here')}
        </text>
      )}
    </g>
  );
};

const ArrowLine = ({ arrow, line, isChosen, isLit }: { readonly arrow: Arrow; readonly line: Line; readonly isChosen: boolean; readonly isLit: boolean }) => {
  const { d, head, sign, late } = line;
  const name = { more: 'st', less: 'wk', blocks: 'bl', '': 'no' }[arrow.does];
  const state = `${isChosen ? ' is-chosen' : ''}${isLit ? ' is-lit' : ''}${arrow.isGuess ? ' unk' : ''}`;
  return (
    <g data-arrow={arrow.id} className="sys-arrow">
      <path className="hit" d={d} />
      <path className={`l ${name}${state}`} d={d} />
      <path className={`h ${name}${state}`} d={head} />
      {arrow.isLate && <path className={`h ${name}${state}`} d={late} />}
      {arrow.need.push !== '' && <circle className="here" cx={sign[0]} cy={sign[1]} r={15} />}
      {arrow.does !== '' && (
        <>
          <circle className={`sg ${name}${state}`} cx={sign[0]} cy={sign[1]} r={10.5} />
          <text className="sgt" x={sign[0]} y={sign[1] + 5.5} textAnchor="middle">
            {SIGNS[arrow.does]}
          </text>
        </>
      )}
    </g>
  );
};

interface Gesture {
  readonly id: string;
  readonly what: 'part' | 'arrow' | 'ground';
  readonly moves: boolean;
  readonly start: Point;
  readonly view: View;
  isMoved: boolean;
  /** Where the part is now: the finger may lift before what it did last is drawn. */
  to: Point | null;
}

export const Drawing = ({ map, canWrite, chosen, from, lit, onChoose, onFrom, onArrow, onMove, onTake, onAdd }: DrawingProps) => {
  const t = useWords('systems');
  const svg = useRef<SVGSVGElement>(null);
  const pointers = useRef(new Map<number, Point>());
  const gesture = useRef<Gesture | null>(null);
  const [size, setSize] = useState<Size>({ width: 840, height: 440 });
  const [moved, setMoved] = useState<View | null>(null);
  const [drag, setDrag] = useState<{ readonly id: string; readonly to: Point } | null>(null);
  const [measure] = useState(() => (element: HTMLDivElement | null) => {
    if (!element) return undefined;
    const seen = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      if (width > 0 && height > 0) setSize((old) => (old.width === width && old.height === height ? old : { width, height }));
    });
    seen.observe(element);
    return () => seen.disconnect();
  });
  const stored = placesIn(map);
  const places = drag ? new Map([...stored, [drag.id, drag.to]]) : stored;
  const all = around(stored.values());
  const view = moved ?? firstView(all, size, document.documentElement.dir === 'rtl');
  const box = boxOf(view, size);
  const arrows = wholeArrows(map);
  const bends = bendsOf(arrows);
  const taken: Point[] = [];
  const isFar = view.scale < SCALES.words;
  const far = isFar ? fromAfar(places, arrows) : null;

  const inSvg = (event: { readonly clientX: number; readonly clientY: number }): Point => {
    const { left, top } = svg.current!.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };

  const down = (event: PointerEvent<SVGSVGElement>): void => {
    if (event.button !== 0) return;
    const at = inSvg(event);
    pointers.current.set(event.pointerId, at);
    svg.current!.setPointerCapture(event.pointerId);
    const target = event.target as Element;
    const part = target.closest('[data-part]')?.getAttribute('data-part') ?? '';
    const arrow = target.closest('[data-arrow]')?.getAttribute('data-arrow') ?? '';
    // A finger that lands on a part while it pans must not carry it away: it moves the part that was chosen before.
    const moves = part !== '' && canWrite && from === '' && (event.pointerType !== 'touch' || part === chosen);
    gesture.current = { id: part || arrow, what: part !== '' ? 'part' : arrow !== '' ? 'arrow' : 'ground', moves, start: at, view, isMoved: pointers.current.size > 1, to: null };
  };

  const move = (event: PointerEvent<SVGSVGElement>): void => {
    const before = pointers.current.get(event.pointerId);
    const now = gesture.current;
    if (!before || !now) return;
    const at = inSvg(event);
    pointers.current.set(event.pointerId, at);
    if (pointers.current.size === 2) {
      const [other] = [...pointers.current].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
      const apart = (one: Point): number => Math.max(Math.hypot(one[0] - other![0], one[1] - other![1]), 1);
      now.isMoved = true;
      now.to = null;
      setDrag(null);
      setMoved((old) => zoomed(old ?? view, size, apart(at) / apart(before), [(at[0] + other![0]) / 2, (at[1] + other![1]) / 2]));
      return;
    }
    const [dx, dy] = [at[0] - now.start[0], at[1] - now.start[1]];
    if (!now.isMoved && Math.hypot(dx, dy) < TREMBLE) return;
    now.isMoved = true;
    const place = stored.get(now.id);
    if (now.moves && place) {
      now.to = [Math.round(place[0] + dx / view.scale), Math.round(place[1] + dy / view.scale)];
      setDrag({ id: now.id, to: now.to });
    } else setMoved({ ...now.view, x: now.view.x - dx / now.view.scale, y: now.view.y - dy / now.view.scale });
  };

  const up = (event: PointerEvent<SVGSVGElement>): void => {
    const now = gesture.current;
    pointers.current.delete(event.pointerId);
    if (pointers.current.size > 0 || !now) return;
    gesture.current = null;
    const { to } = now;
    if (to) {
      // It stays under the finger until it is kept there.
      void onMove(now.id, to).then(() => setDrag((one) => (one?.to === to ? null : one)));
      onChoose(now.id);
    } else if (!now.isMoved) {
      if (from !== '' && now.what === 'part') onArrow(now.id);
      else onChoose(now.what === 'ground' ? '' : now.id);
    }
  };

  /** The system took the gesture (a call, a hand on the screen): nothing is put down and no arrow drawn. */
  const cancel = (event: PointerEvent<SVGSVGElement>): void => {
    pointers.current.delete(event.pointerId);
    gesture.current = null;
    setDrag(null);
  };

  const chosenPart = partNamed(map, chosen);
  const go = (id: string): void => {
    onChoose(id);
    const place = places.get(id);
    if (place) setMoved(showing(view, size, place));
  };
  const press = (event: KeyboardEvent<SVGSVGElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = ({ ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' } as const)[event.key];
    const done = ((): boolean => {
      if (way !== undefined) {
        if (!chosenPart) {
          const first = firstOf(places);
          if (first !== null) go(first);
        } else if (event.shiftKey && canWrite) {
          const [x, y] = places.get(chosen)!;
          const step = { left: [-STEP, 0], right: [STEP, 0], up: [0, -STEP], down: [0, STEP] }[way] as [number, number];
          void onMove(chosen, [x + step[0], y + step[1]]);
          setMoved(showing(view, size, [x + step[0], y + step[1]]));
        } else {
          const next = towards(places, chosen, way);
          if (next !== null) go(next);
        }
        return true;
      }
      if (event.key === '+' || event.key === '=' || event.key === '-') {
        setMoved(zoomed(view, size, event.key === '-' ? 0.8 : 1.25));
        return true;
      }
      if (event.key === '0') {
        setMoved(wholeView(all, size));
        return true;
      }
      if (event.key === 'Escape' && (from !== '' || chosen !== '')) {
        if (from === '') onChoose('');
        else onFrom('');
        return true;
      }
      if (!canWrite) return false;
      if (event.key === 'Enter' && chosenPart) {
        if (from === '') onFrom(chosen);
        else onArrow(chosen);
        return true;
      }
      if (event.key === 'Delete' && chosen !== '') {
        onTake(chosen);
        return true;
      }
      if (event.key === 'Insert') {
        onAdd();
        return true;
      }
      return false;
    })();
    if (done) event.preventDefault();
  };

  const seen = isFar ? [] : map.parts.filter(({ id }) => isSeen(places.get(id)!, box));
  return (
    <div className="sys-frame" ref={measure}>
      {/* The keys of a drawing are its own; the list below is there for whoever would rather read. */}
      <svg
        ref={svg}
        className={`sys${from === '' ? '' : ' is-joining'}`}
        viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
        role="application"
        // An application takes keys, and so must be reached by them; the rule counts it among what only stands there.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={t('picture', { parts: map.parts.length, arrows: map.arrows.length })}
        aria-describedby="sys-keys"
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={cancel}
        onKeyDown={press}
      >
        <g aria-hidden="true">
          {far && (
            <>
              <path className="l no" d={far.lines} />
              <path className="n" d={far.boxes} />
              {places.has(chosen) && <circle className="here" cx={places.get(chosen)![0]} cy={places.get(chosen)![1]} r={GAP.x} />}
            </>
          )}
          {!isFar &&
            arrows.map((arrow) => {
              const [a, b] = [places.get(arrow.from)!, places.get(arrow.to)!];
              return isCrossing(a, b, box) ? (
                <ArrowLine key={arrow.id} arrow={arrow} line={lineBetween(a, b, bends.get(arrow.id) ?? 0, taken)} isChosen={arrow.id === chosen} isLit={lit.has(arrow.id)} />
              ) : null;
            })}
          {seen.map((part) => (
            <PartBox key={part.id} part={part} at={places.get(part.id)!} isChosen={part.id === chosen} isFrom={part.id === from} />
          ))}
        </g>
      </svg>
      <div className="sys-tools">
        <Tool icon="add" label={t('larger')} onPress={() => setMoved(zoomed(view, size, 1.25))} />
        <Tool icon="minus" label={t('smaller')} onPress={() => setMoved(zoomed(view, size, 0.8))} />
        <Tool icon="whole" label={t('see-all')} onPress={() => setMoved(wholeView(all, size))} />
      </div>
    </div>
  );
};
