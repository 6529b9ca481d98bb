// One contract for both databases of the word index. The page's runs here in Node as well, and in a worker of a real
// browser in test/e2e/adapters.test.ts.

import { describe, expect, test } from 'vitest';
import { sqlPromises, type OpensSql } from '../../test/contracts/sql-promises.ts';
import { openSql as openInPage } from './browser/sql.ts';
import { openSql as openInNode } from './node/sql.ts';

const adapters: readonly (readonly [string, OpensSql])[] = [
  ['node:sqlite', async (image) => openInNode(image)],
  ['sqlite-wasm', openInPage],
];

describe.each(adapters)('the database of the word index (%s)', (_, open) => {
  for (const [promise, check] of Object.entries(sqlPromises)) test(promise, () => check(open, (what, wanted) => expect(what).toEqual(wanted)));
});
