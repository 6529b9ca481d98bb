// Reads small pieces of a Blob in order without asking the platform for each: a zip's directory or a tar's headers
// are many short records, and so are its files: asking for each took longer than all the rest of an import. Holds a few
// pieces of the file at a time, whatever its size.

export interface BlobWindow {
  /** Bytes from `at` on, fewer at the end of the blob. Not to be changed, nor kept: they hold on to a whole piece. */
  bytes(at: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

export const bytesOf = async (blob: Blob, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await blob.slice(Math.max(0, from), Math.max(0, from, to)).arrayBuffer());

/**
 * `step`: so many bytes are asked for at once, at least. `most`: so many pieces are held, the oldest let go first; one is
 * enough for what is read in order, more for a zip whose files are read in the order of their names.
 */
export const createBlobWindow = (blob: Blob, step = 256 * 1024, most = 1): BlobWindow => {
  const held: { readonly start: number; readonly end: number; readonly bytes: Uint8Array<ArrayBuffer> }[] = [];
  return {
    async bytes(at, length) {
      const end = Math.min(blob.size, at + length);
      let piece = held.findLast(({ start, end: last }) => at >= start && end <= last);
      if (!piece) {
        const bytes = await bytesOf(blob, at, Math.max(end, at + step));
        piece = { start: at, end: at + bytes.length, bytes };
        held.push(piece);
        if (held.length > most) held.shift();
      }
      return piece.bytes.subarray(at - piece.start, Math.max(at - piece.start, end - piece.start));
    },
  };
};
