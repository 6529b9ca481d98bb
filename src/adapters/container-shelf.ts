// Where an opened container puts what it finds: files under safe, distinct names, and problems for the rest.
// Every kind of container (zip, tar, folder) goes through here, so that a name is judged in one place.
// Invariant: no path on the shelf climbs out, is absolute, names a drive, or is there twice; both lists are bounded.

import type { Problem, SourceFile } from '#formats/port.ts';
import type { ContainerLimits } from '#core/limits.ts';
import type { Result } from '#core/result.ts';

/** Problems kept one by one; past this only their number is kept. */
const MOST_PROBLEMS = 10_000;
const MOST_PATH = 4_096;

/** Control characters, and those that turn the direction of what is shown after them. */
const UNSHOWABLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Most names: letters and digits, no part of them begins with a dot. */
const CLEAN = /^[\w -][\w .-]*(?:\/[\w -][\w .-]*)*$/;

export type CleanPath = { readonly path: string; readonly cleaned: boolean } | { readonly refused: 'path-climbs-out' | 'path-too-long' };

/** Empty, `.` and a last `/` fall away; backslashes are taken as slashes, as old Windows zips write them. */
export const cleanPath = (name: string): CleanPath => {
  if (name.length > MOST_PATH) return { refused: 'path-too-long' };
  if (CLEAN.test(name)) return { path: name, cleaned: false };
  const slashed = name.replaceAll('\\', '/');
  const shown = slashed.replace(UNSHOWABLE, '\ufffd');
  // `C:x` and `C:/x` name a drive; `Q: why` is a title.
  if (shown.startsWith('/') || /^[a-z]:(?! )/i.test(shown)) return { refused: 'path-climbs-out' };
  const parts = shown.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length === 0 || parts.includes('..')) return { refused: 'path-climbs-out' };
  return { path: parts.join('/'), cleaned: shown !== slashed };
};

/** A name as a problem may show it: short, and without characters that would spoil the line. */
export const nameForPeople = (name: string): string => {
  const plain = name.replace(UNSHOWABLE, '\ufffd');
  return plain.length > 200 ? `${plain.slice(0, 199)}…` : plain;
};

export interface Found {
  /** As the container has it. */
  readonly name: string;
  readonly size: number;
  readonly modified: string;
  /** Is told the clean path, to name in refusals. */
  read(path: string, most: number): Promise<Result<Uint8Array>>;
}

export interface Shelf {
  readonly files: SourceFile[];
  readonly problems: Problem[];
  /** False when no more are taken: the container has too many files. */
  add(found: Found): boolean;
  problem(code: string, name: string, values?: Problem['with']): void;
}

/** A class, because getters of its prototype cost nothing to make: of ten thousand files each would have had its own. */
export class ShelvedFile implements SourceFile {
  readonly path: string;
  readonly found: Found;
  constructor(path: string, found: Found) {
    this.path = path;
    this.found = found;
  }
  get size(): number {
    return this.found.size;
  }
  get modified(): string {
    return this.found.modified;
  }
  read(most: number): Promise<Result<Uint8Array>> {
    return this.found.read(this.path, most);
  }
}

export const createShelf = (limits: ContainerLimits, container: string): Shelf => {
  const files: SourceFile[] = [];
  const problems: Problem[] = [];
  const taken = new Set<string>();
  let more = 0;
  let full = false;

  const problem: Shelf['problem'] = (code, name, values) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ code, file: nameForPeople(name), ...(values ? { with: values } : {}) });
    else problems[MOST_PROBLEMS - 1] = { code: 'more-problems', file: nameForPeople(container), with: { count: ++more } };
  };

  /** `a/b.md`, `a/b (2).md` … */
  const distinct = (path: string): string => {
    if (!taken.has(path)) return path;
    const dot = path.lastIndexOf('.');
    const cut = dot > path.lastIndexOf('/') + 1 ? dot : path.length;
    for (let n = 2; ; n++) {
      const next = `${path.slice(0, cut)} (${n})${path.slice(cut)}`;
      if (!taken.has(next)) return next;
      // Many files under one name: go on from how many there are, so that this stays quick.
      if (n === 16) n += taken.size;
    }
  };

  return {
    files,
    problems,
    problem,
    add(found) {
      if (full) return false;
      if (files.length >= limits.files) {
        full = true;
        problem('too-many-files', container, { most: limits.files });
        return false;
      }
      const clean = cleanPath(found.name);
      if ('refused' in clean) {
        problem(clean.refused, found.name);
        return true;
      }
      const path = distinct(clean.path);
      if (clean.cleaned) problem('name-changed', path);
      if (path !== clean.path) problem('name-twice', clean.path, { as: nameForPeople(path) });
      taken.add(path);
      files.push(new ShelvedFile(path, found));
      return true;
    },
  };
};
