import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textToBytes } from '#core/text.ts';
import { attachmentBytes, createNames, safeName } from './outgoing.ts';

test('a file name is one that every file system takes', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('..', '/', 'CON', 'nul.txt', 'a/../b', '. .', 'x'.repeat(500), '日'.repeat(300))), (name) => {
      const safe = safeName(name, 'entry');
      expect(safe).not.toMatch(/[\0-\x1f<>:"/\\|?*]|^[. ]|[. ]$|^$/);
      expect(safe).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i);
      expect(textToBytes(safe).length).toBeLessThanOrEqual(201);
    }),
    { numRuns: 120 },
  );
});

test('no two files get one name, also where case is not told apart', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a.jpg', 'A.JPG', 'a 2.jpg', 'b/c', 'b/C', 'é', 'e\u0301'), { maxLength: 40 }), (list) => {
      const names = createNames();
      const given = list.map(names).map((name) => name.normalize('NFD').toLowerCase());
      expect(new Set(given).size).toBe(given.length);
    }),
  );
});

test('an attachment that does not open is named', async () => {
  const attachment = { id: 'x', name: 'a.jpg', mime: 'image/jpeg', size: 1, bytes: () => Promise.reject(new Error('gone')) };
  expect(await attachmentBytes(attachment)).toMatchObject({ problem: { code: 'file-damaged', file: 'a.jpg' } });
});
