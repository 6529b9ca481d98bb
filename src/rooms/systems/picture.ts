// Lines of the drawing, in numbers: how an arrow runs between two boxes, where its sign stands, how words break in a box, what is in sight.
// Invariant: an arrow begins and ends at the edges of its boxes, and two arrows between the same two parts do not lie on each other.

import { BOX, type Box, type Places } from './layout.ts';
import type { Arrow, Point } from './shape.ts';

export interface Line {
  /** The curve with its head, as the `d` of a path. */
  readonly d: string;
  readonly head: string;
  /** Where its sign stands. */
  readonly sign: Point;
  /** Two strokes across it: after a while. */
  readonly late: string;
}

const [HALF_WIDTH, HALF_HEIGHT, AIR] = [BOX.width / 2, BOX.height / 2, 6];

/** Where the way from the middle of a box towards a point leaves the box, with some air. */
const edge = ([x, y]: Point, [tx, ty]: Point): Point => {
  const [dx, dy] = [tx - x, ty - y];
  if (dx === 0 && dy === 0) return [x, y];
  const scale = Math.min((HALF_WIDTH + AIR) / Math.max(Math.abs(dx), 1e-6), (HALF_HEIGHT + AIR) / Math.max(Math.abs(dy), 1e-6));
  return [x + dx * Math.min(scale, 1), y + dy * Math.min(scale, 1)];
};

const on = ([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point, t: number): Point => {
  const u = 1 - t;
  return [u * u * ax + 2 * u * t * bx + t * t * cx, u * u * ay + 2 * u * t * by + t * t * cy];
};

const n = (value: number): string => String(Math.round(value * 10) / 10);

/** Where a sign stands on its arrow, where it can. */
const STANDS = [0.5, 0.38, 0.62, 0.3, 0.7] as const;
/** So far from the next. */
const APART = 26;

/** `nth`: of several between the two, the how-manieth; one alone is straight. `taken`: where signs stand already. */
export const lineBetween = (from: Point, to: Point, nth = 0, taken: Point[] = []): Line => {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const far = Math.max(Math.hypot(dx, dy), 1);
  const bend = nth * Math.min(28, Math.max(far * 0.1, 14));
  const by: Point = [(from[0] + to[0]) / 2 - (dy / far) * bend * 2, (from[1] + to[1]) / 2 + (dx / far) * bend * 2];
  const [start, end] = [edge(from, by), edge(to, by)];
  const along = Math.atan2(end[1] - by[1], end[0] - by[0]);
  const wing = (turn: number): string => `${n(end[0] - 9 * Math.cos(along + turn))} ${n(end[1] - 9 * Math.sin(along + turn))}`;
  const [a, b] = [on(start, by, end, 0.72), on(start, by, end, 0.77)];
  const across = Math.atan2(b[1] - a[1], b[0] - a[0]) + Math.PI / 2;
  const stroke = ([x, y]: Point): string => `M${n(x - 7 * Math.cos(across))} ${n(y - 7 * Math.sin(across))}L${n(x + 7 * Math.cos(across))} ${n(y + 7 * Math.sin(across))}`;
  const places = STANDS.map((t) => on(start, by, end, t));
  const sign = places.find(([x, y]) => taken.every(([left, top]) => Math.hypot(left - x, top - y) >= APART)) ?? places[0]!;
  taken.push(sign);
  return {
    d: `M${n(start[0])} ${n(start[1])}Q${n(by[0])} ${n(by[1])} ${n(end[0])} ${n(end[1])}`,
    head: `M${wing(0.45)}L${n(end[0])} ${n(end[1])}L${wing(-0.45)}`,
    sign,
    late: stroke(a) + stroke(b),
  };
};

/** How far each arrow bends: one alone between two parts not at all; of two that run against each other, or beside each other, each its own way. */
export const bendsOf = (arrows: readonly Arrow[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  const ways = new Set(arrows.map(({ from, to }) => `${from} ${to}`));
  return new Map(
    arrows.map(({ id, from, to }) => {
      const nth = counts.get(`${from} ${to}`) ?? 0;
      counts.set(`${from} ${to}`, nth + 1);
      return [id, nth + (ways.has(`${to} ${from}`) ? 1 : 0)];
    }),
  );
};

/** Letters of a line in a box. */
const LETTERS = 22;

/** Words in at most two lines; what does not fit ends with an ellipsis. */
export const inBox = (text: string): readonly string[] => {
  const cut = (line: string): string =>
    Array.from(line).length > LETTERS
      ? `${Array.from(line)
          .slice(0, LETTERS - 1)
          .join('')
          .trimEnd()}…`
      : line;
  const lines: string[] = [];
  let line = '';
  const words = text.split(' ');
  for (const [i, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (Array.from(longer).length <= LETTERS || line === '') line = longer;
    else if (lines.length === 0) {
      lines.push(cut(line));
      line = word;
    } else return [...lines, cut(`${line} ${words.slice(i).join(' ')}`)];
  }
  return [...lines, cut(line)];
};

export const isSeen = ([x, y]: Point, { x: left, y: top, width, height }: Box): boolean =>
  x + HALF_WIDTH > left && x - HALF_WIDTH < left + width && y + HALF_HEIGHT > top && y - HALF_HEIGHT < top + height;

/** Whether a part of the way between two points may be in sight. */
export const isCrossing = (a: Point, b: Point, { x, y, width, height }: Box): boolean =>
  Math.max(a[0], b[0]) + 60 > x && Math.min(a[0], b[0]) - 60 < x + width && Math.max(a[1], b[1]) + 60 > y && Math.min(a[1], b[1]) - 60 < y + height;

/** Everything as two paths: for a map seen from so far away that no word can be read. */
export const fromAfar = (places: Places, arrows: readonly Arrow[]): { readonly boxes: string; readonly lines: string } => ({
  boxes: [...places.values()].map(([x, y]) => `M${x - HALF_WIDTH} ${y - HALF_HEIGHT}h${BOX.width}v${BOX.height}h${-BOX.width}z`).join(''),
  lines: arrows
    .map(({ from, to }) => {
      const [a, b] = [places.get(from), places.get(to)];
      return a && b ? `M${a[0]} ${a[1]}L${b[0]} ${b[1]}` : '';
    })
    .join(''),
});

/** What is seen of the drawing: the middle, and how large. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export const SCALES = { least: 0.04, most: 2.5, words: 0.42 } as const;
/** Smaller than this nobody begins to read on a phone. */
const FIRST = 0.68;

export interface Size {
  readonly width: number;
  readonly height: number;
}

const within = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** How a drawing first stands: all of it where it can be read so, else where one begins to read. */
export const firstView = (all: Box, { width, height }: Size, isRightToLeft = false): View => {
  const scale = within(Math.min(width / all.width, height / all.height), FIRST, 1);
  const half = width / scale / 2;
  return {
    x: all.width * scale <= width ? all.x + all.width / 2 : isRightToLeft ? all.x + all.width - half : all.x + half,
    y: all.height * scale <= height ? all.y + all.height / 2 : all.y + height / scale / 2,
    scale,
  };
};

export const wholeView = (all: Box, { width, height }: Size): View => ({
  x: all.x + all.width / 2,
  y: all.y + all.height / 2,
  scale: within(Math.min(width / all.width, height / all.height), SCALES.least, 1),
});

export const boxOf = ({ x, y, scale }: View, { width, height }: Size): Box => ({
  x: x - width / scale / 2,
  y: y - height / scale / 2,
  width: width / scale,
  height: height / scale,
});

/** Larger or smaller round a point of the screen, which stays where it is. */
export const zoomed = (view: View, size: Size, by: number, [px, py]: Point = [size.width / 2, size.height / 2]): View => {
  const scale = within(view.scale * by, SCALES.least, SCALES.most);
  const [dx, dy] = [px - size.width / 2, py - size.height / 2];
  return { x: view.x + dx / view.scale - dx / scale, y: view.y + dy / view.scale - dy / scale, scale };
};

/** The same view, moved so that a point is in sight. */
export const showing = (view: View, size: Size, [x, y]: Point): View => {
  const [w, h] = [Math.max(size.width / view.scale / 2 - HALF_WIDTH - 16, 0), Math.max(size.height / view.scale / 2 - HALF_HEIGHT - 16, 0)];
  return { ...view, x: within(view.x, x - w, x + w), y: within(view.y, y - h, y + h) };
};
