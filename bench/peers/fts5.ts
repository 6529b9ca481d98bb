// SQLite FTS5 with everything in the clear: the same engine as Kith's own search, without sealing. A table in a file,
// filled by a process that reads the Markdown files, and searched by a process of its own each time.

import { join } from 'node:path';

const program = join(import.meta.dirname, 'fts5-process.mjs');

export const fillArgs = (file: string, source: string): readonly string[] => [program, 'fill', file, source];
export const searchArgs = (file: string, query: string): readonly string[] => [program, 'search', file, matchOf(query)];

/** A query as FTS5 is asked for it: its words and phrases, without Kith's filters; the last word as a beginning. */
const matchOf = (query: string): string => {
  const parts = [...query.replaceAll(/-?\w+:(?:"[^"]*"|\S+)|(?<=^|\s)-(?:"[^"]*"|\S+)/g, ' ').matchAll(/"([^"]+)"|(\S+)/g)].map(
    ([, phrase, word]) => `"${(phrase ?? word)!.replaceAll('"', '')}"${phrase === undefined ? '*' : ''}`,
  );
  return parts.length > 0 ? parts.join(' ') : '"the"';
};
