// Attachment chunks in an S3-compatible store (s3mini signs and sends). Address: `s3://BUCKET/PREFIX?endpoint=https://…&region=…`,
// keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. A store that does not answer is told like a database that is gone.

import { S3mini } from 's3mini';
import type { Shelf } from './blobs.ts';

export interface S3Keys {
  readonly id: string;
  readonly secret: string;
}

const gone = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw Object.assign(new Error(`the store of attachments did not answer: ${error instanceof Error ? error.message : String(error)}`), { code: 'EIO' });
  }
};

/** Throws a sentence when the address is not one. */
export const createS3Shelf = (address: string, { id, secret }: S3Keys): Shelf => {
  const url = URL.parse(address);
  if (!url || url.protocol !== 's3:' || url.hostname === '') throw new Error(`“${address}” is not an address of the form s3://BUCKET/PREFIX?endpoint=https://…`);
  const region = url.searchParams.get('region') ?? 'us-east-1';
  const endpoint = (url.searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`).replace(/\/$/, '');
  const s3 = new S3mini({ accessKeyId: id, secretAccessKey: secret, endpoint: `${endpoint}/${url.hostname}`, region, requestAbortTimeout: 30_000 });
  const prefix = url.pathname.replace(/^\/|\/$/g, '');
  const under = prefix === '' ? '' : `${prefix}/`;
  const keyOf = (vault: string, chunk: string): string => `${under}${vault}/${chunk}`;
  const all = async function* (start: string): AsyncGenerator<{ readonly key: string; readonly size: number }> {
    let token: string | undefined;
    do {
      const page: Awaited<ReturnType<typeof s3.listObjectsPaged>> = await gone(() => s3.listObjectsPaged('/', start, 1000, token));
      for (const { Key, Size } of page?.objects ?? []) yield { key: Key, size: Number(Size) };
      token = page?.nextContinuationToken;
    } while (token);
  };
  return {
    async put(vault, chunk, bytes) {
      const answer = await gone(() => s3.putObject(keyOf(vault, chunk), bytes as Uint8Array<ArrayBuffer>, 'application/octet-stream'));
      if (!answer.ok) throw Object.assign(new Error(`the store of attachments answered ${answer.status}`), { code: answer.status === 507 ? 'ENOSPC' : 'EIO' });
    },
    async get(vault, chunk) {
      const bytes = await gone(() => s3.getObjectArrayBuffer(keyOf(vault, chunk)));
      return bytes ? new Uint8Array(bytes) : null;
    },
    async size(vault, chunk) {
      if ((await gone(() => s3.objectExists(keyOf(vault, chunk)))) !== true) return null;
      return gone(() => s3.getContentLength(keyOf(vault, chunk)));
    },
    async remove(vault, chunk) {
      await gone(() => s3.deleteObject(keyOf(vault, chunk)));
    },
    async removeVault(vault) {
      for await (const { key } of all(`${under}${vault}/`)) await gone(() => s3.deleteObject(key));
    },
    async *list() {
      for await (const { key, size } of all(under)) {
        const [vault, chunk] = key.slice(under.length).split('/');
        if (vault && chunk) yield { vault, address: chunk, size };
      }
    },
  };
};
