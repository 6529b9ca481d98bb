// Opens what a person chose (a zip, a tar or JEX, a gzip of one, or a single file) as the Source that importers read.
// Runs in Node and in a browser's worker: only Blob and the platform's streams.
// Invariant: nothing is unpacked before it is asked for (but gzip, which has no directory, and is bounded);
// what cannot be given is named in `problems`, the rest is given; never throws.

import type { Source } from '#formats/port.ts';
import { MOST, type ContainerLimits } from '#core/limits.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { bytesOf } from './blob-window.ts';
import { cleanPath, createShelf, nameForPeople, type Shelf } from './container-shelf.ts';
import { isTarHeader, shelveTar } from './tar-in.ts';
import { shelveZip } from './zip-in.ts';

const isZip = (head: Uint8Array, name: string): boolean =>
  (head[0] === 0x50 && head[1] === 0x4b && [0x0403, 0x0605, 0x0807].includes((head[3] ?? 0) * 256 + (head[2] ?? 0))) || /\.zip$/i.test(name);

const isTar = (head: Uint8Array, name: string): boolean =>
  (isTarHeader(head) && (String.fromCharCode(...head.subarray(257, 262)) === 'ustar' || /\.(?:tar|jex)$/i.test(name))) || (/\.(?:tar|jex)$/i.test(name) && head.length > 0);

/** What gunzip gives, up to `most` bytes; `whole` is false when it was cut, damaged or larger. */
const gunzip = async (blob: Blob, most: number): Promise<{ blob: Blob; whole: boolean }> => {
  const reader = blob.stream().pipeThrough<Uint8Array<ArrayBuffer>>(new DecompressionStream('gzip')).getReader();
  let pieces: BlobPart[] = [];
  const parts: Blob[] = [];
  let [size, loose, whole] = [0, 0, true];
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (size + next.value.length > most) {
        whole = false;
        await reader.cancel();
        break;
      }
      pieces.push(next.value);
      size += next.value.length;
      loose += next.value.length;
      // A Blob may be kept on disk by the platform; loose pieces may not.
      if (loose > 8 * 1024 * 1024) {
        parts.push(new Blob(pieces));
        pieces = [];
        loose = 0;
      }
    }
  } catch {
    whole = false;
  }
  return { blob: new Blob([...parts, ...pieces]), whole };
};

const addOneFile = (shelf: Shelf, blob: Blob, name: string, limits: ContainerLimits): void => {
  const base = name.replaceAll('\\', '/').split('/').pop() ?? '';
  shelf.add({
    name: 'refused' in cleanPath(base) ? 'file' : base,
    size: blob.size,
    modified: '',
    async read(path, asked) {
      const most = Math.min(asked, limits.attachment);
      if (blob.size > most) return refuse({ code: 'file-too-large', with: { file: path, most } });
      try {
        return ok(await bytesOf(blob, 0, blob.size));
      } catch {
        return refuse({ code: 'file-missing', with: { file: path } });
      }
    },
  });
};

/**
 * Opens a chosen file under its own name. Refusals, each with `{file}`: `file-missing` (it cannot be read any more),
 * `zip-damaged` (nothing in it could be found), `zip-in-parts`.
 */
export const openContainer = async (blob: Blob, name: string, limits: ContainerLimits = MOST): Promise<Result<Source>> => {
  const shown = nameForPeople(name.replaceAll('\\', '/').split('/').pop() || name);
  const shelf = createShelf(limits, shown);
  const source = (container: Source['container']): Result<Source> => ok({ name: shown, container, files: shelf.files, problems: shelf.problems });
  try {
    let inner = blob;
    let innerName = shown;
    let head = await bytesOf(blob, 0, 512);
    if (head[0] === 0x1f && head[1] === 0x8b) {
      const unpacked = await gunzip(blob, limits.attachment);
      innerName = shown.replace(/\.tgz$/i, '.tar').replace(/\.gz$/i, '');
      inner = unpacked.blob;
      head = await bytesOf(inner, 0, 512);
      if (!unpacked.whole) shelf.problem('gzip-cut', shown, { unpacked: inner.size });
    }
    if (inner === blob && isZip(head, innerName) && blob.size > 0) {
      const shelved = await shelveZip(blob, shown, shelf, limits);
      return shelved.ok ? source('zip') : shelved;
    }
    if (isTar(head, innerName)) {
      await shelveTar(inner, shown, shelf, limits);
      return source('tar');
    }
    addOneFile(shelf, inner, innerName, limits);
    return source('file');
  } catch (error) {
    // The platform says so when the file was moved, changed or taken away while it was read.
    if (error instanceof DOMException || (error instanceof Error && 'code' in error)) return refuse({ code: 'file-missing', with: { file: shown } });
    throw error;
  }
};
