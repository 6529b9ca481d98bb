// How far the page has been shown what was written. Several tabs write to one store, and each hears of the others a little
// later than it writes itself. Invariant: every row up to `shown` was shown, so a tab that wrote after another one, and
// has not heard of that yet, must not count the other's rows as shown.

/** What a write of `count` rows, the last of them numbered `seq`, does to the mark; `behind`: rows before them are still to be read. */
export const markAfterWrite = (shown: number, seq: number, count: number): { readonly shown: number; readonly behind: boolean } =>
  seq - count <= shown ? { shown: Math.max(shown, seq), behind: false } : { shown, behind: true };
