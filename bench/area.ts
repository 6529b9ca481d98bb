// What main.ts runs: the parts of one area, and what stands below its table.

import type { Figure } from './figure.ts';

/** The figures that a part gives, by name, and how; measured together since they need the same things. */
export interface Part {
  readonly gives: readonly string[];
  readonly measure: () => Promise<Figure[]>;
}

export interface Area {
  readonly parts: readonly Part[];
  /** Further versions for the line below the table. */
  readonly about: (figures: readonly Figure[]) => Promise<string>;
  readonly end: () => Promise<void>;
}
