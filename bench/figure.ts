// One figure of a bench: what was measured, beside what, and whether that is good enough. Printed as a table for people or
// as one JSON object a line. Invariant: a figure that could not be measured does not hold, and says why; nothing is made up.

export interface Figure {
  readonly name: string;
  /** Null when it could not be measured. */
  readonly value: number | null;
  readonly unit: string;
  /** The peer or limit it stands beside, measured or given in the same run. */
  readonly versus: string;
  readonly versusValue: number | null;
  /** value / versusValue. */
  readonly ratio: number | null;
  /** What is asked of the ratio, as one reads it; null where nothing is asked and the figure only informs. */
  readonly goal: string | null;
  readonly holds: boolean | null;
  /** Conditions, or why there is no value. */
  readonly note?: string;
}

const rounded = (value: number): number => Number(value.toPrecision(4));

/** A figure whose ratio to the other value must be at most `most`; without `most` it informs only. */
export const beside = (name: string, value: number, unit: string, versus: string, versusValue: number, most?: number, note?: string): Figure => {
  const ratio = value / versusValue;
  return {
    name,
    value: rounded(value),
    unit,
    versus,
    versusValue: rounded(versusValue),
    ratio: rounded(ratio),
    goal: most === undefined ? null : `≤ ${most} ×`,
    holds: most === undefined ? null : ratio <= most,
    ...(note === undefined ? {} : { note }),
  };
};

/** A figure whose ratio to the other value must be at least `least`; without `least` it informs only. */
export const atLeast = (name: string, value: number, unit: string, versus: string, versusValue: number, least?: number, note?: string): Figure => {
  const { ratio, ...rest } = beside(name, value, unit, versus, versusValue, undefined, note);
  return { ...rest, ratio, goal: least === undefined ? null : `≥ ${least} ×`, holds: least === undefined ? null : ratio! >= least };
};

/** A figure that must not be over a limit. */
export const within = (name: string, value: number, unit: string, limit: number, note?: string): Figure => ({
  ...beside(name, value, unit, 'limit', limit, 1, note),
  goal: `≤ ${limit} ${unit}`,
});

/** What should have been measured and could not be: it does not hold. */
export const missing = (name: string, unit: string, versus: string, goal: string, why: string, value: number | null = null): Figure => ({
  name,
  value: value === null ? null : rounded(value),
  unit,
  versus,
  versusValue: null,
  ratio: null,
  goal,
  holds: false,
  note: why,
});

export const percentile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) throw new RangeError('no values were measured');
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))]!;
};

export const median = (values: readonly number[]): number => percentile(values, 0.5);

const shown = (value: number | null): string => (value === null ? '–' : String(value));

/** Lines of a table, columns as wide as they must be. */
export const tableOf = (figures: readonly Figure[]): string => {
  const rows = [
    ['figure', 'value', 'unit', 'versus', 'its value', 'ratio', 'goal', 'holds'],
    ...figures.map((one) => [
      one.name,
      shown(one.value),
      one.unit,
      one.versus,
      shown(one.versusValue),
      shown(one.ratio),
      one.goal ?? '',
      one.holds === null ? '' : one.holds ? 'yes' : 'NO',
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column > 0 && column !== 2 && column !== 3 && column < 6 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  const notes = figures.filter(({ note }) => note !== undefined).map(({ name, note }) => `  ${name}: ${note}`);
  return [...rows.map(line), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
};
