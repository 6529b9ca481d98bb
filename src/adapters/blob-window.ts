// Reads small pieces of a Blob in order without asking the platform for each: a zip's directory or a tar's headers
// are many short records. Holds one piece of the file at a time, whatever its size.

export interface BlobWindow {
  /** Bytes from `at` on, fewer at the end of the blob. Not to be kept: a later call may reuse them. */
  bytes(at: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

export const bytesOf = async (blob: Blob, from: number, to: number): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await blob.slice(Math.max(0, from), Math.max(0, from, to)).arrayBuffer());

export const createBlobWindow = (blob: Blob, step = 256 * 1024): BlobWindow => {
  let start = 0;
  let held: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  return {
    async bytes(at, length) {
      const end = Math.min(blob.size, at + length);
      if (at < start || end > start + held.length) {
        held = await bytesOf(blob, at, Math.max(end, at + step));
        start = at;
      }
      return held.subarray(at - start, Math.max(at - start, end - start));
    },
  };
};
