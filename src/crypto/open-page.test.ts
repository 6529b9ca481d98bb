// A page behind a link: who may read it, and who may make it.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readySodium } from '#adapters/sodium.ts';
import { sealUnder, pad } from './boxed.ts';
import { makeKeys, signDomain } from './device-keys.ts';
import { base64ToBytes } from '#core/base64.ts';
import { deriveKey, joinBytes } from './domain.ts';
import { fragmentToPageLink, linkOfPage, newPageSecret, openPage, pageIdOf, pageLinkToFragment, sealPage } from './open-page.ts';
import '../../test/seed.ts';

const sodium = await readySodium();
const random = sodium.randombytes_buf;
const SECRET = newPageSecret(random);
const good = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

test('Law: what is sealed opens with the link and nothing else, to the letter', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { id, sealed, link } = good(sealPage(sodium, random, SECRET, JSON.stringify(value)));
      const read = good(fragmentToPageLink(`https://kith.example.org/open${pageLinkToFragment(link)}`));
      expect(pageIdOf(sodium, read)).toBe(id);
      expect(JSON.stringify(good(openPage(sodium, read, sealed)))).toBe(JSON.stringify(value));
      expect(openPage(sodium, linkOfPage(sodium, newPageSecret(random))!, sealed)).toEqual({ ok: false, error: { code: 'page-damaged' } });
    }),
    { numRuns: 30 },
  );
});

test('No byte of it can be changed', () => {
  const { sealed, link } = good(sealPage(sodium, random, SECRET, '{"v":1}'));
  for (let at = 0; at < sealed.length; at++)
    expect(
      openPage(
        sodium,
        link,
        sealed.map((byte, n) => (n === at ? byte ^ 1 : byte)),
      ).ok,
    ).toBe(false);
  expect(openPage(sodium, link, new Uint8Array(0)).ok).toBe(false);
});

test('Who has the link can read, and make no other page under it', () => {
  const { id, link } = good(sealPage(sodium, random, SECRET, '{"v":1}'));
  const reader = makeKeys(sodium, random, '0'.repeat(26));
  const body = Buffer.from('{"v":1,"title":"false"}');
  const forged = joinBytes(signDomain(sodium, reader.signSecret, 'open page', [id], body), base64ToBytes(reader.publicKeys.sign)!, body);
  // The opening half gives the key that it is sealed under.
  const sealed = sealUnder(sodium, random, pad(forged)!, deriveKey(sodium, link.opening, 'open page key', []), 'open page', [id]);
  expect(openPage(sodium, link, sealed)).toEqual({ ok: false, error: { code: 'page-damaged' } });
});

test('A link that was cut, changed or is newer is refused in words', () => {
  const fragment = pageLinkToFragment(linkOfPage(sodium, SECRET)!);
  const code = (text: string): string => {
    const read = fragmentToPageLink(text);
    return read.ok ? 'ok' : read.error.code;
  };
  expect([fragment, fragment.slice(0, -1), `${fragment}x`, '', '#', fragment.replace('kithpage1', 'kithpage2'), fragment.replaceAll('.', '-')].map(code)).toEqual([
    'ok',
    'page-link-damaged',
    'page-link-damaged',
    'page-link-damaged',
    'page-link-damaged',
    'page-link-newer',
    'page-link-damaged',
  ]);
  expect([linkOfPage(sodium, 'no'), sealPage(sodium, random, 'no', '{}').ok]).toEqual([null, false]);
});
