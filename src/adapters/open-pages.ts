// Pages behind a link, between a device and its host: laid and taken away by a member of a circle, read by anybody who has the link.
// Invariants: only what was sealed here goes; a page is read without an account and without being known to the host.

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import type { Random } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { linkOfPage, openPage, pageIdOf, sealPage, type PageLink } from '#crypto/open-page.ts';
import type { Sodium } from '#crypto/seal.ts';
import { ACCOUNT_LIMITS, isPagePut } from '#sync/account-protocol.ts';
import { exactly, truth } from '#sync/checks.ts';
import { refusalOf } from './account-parts.ts';
import type { HostCalls } from './host-calls.ts';

export interface PageParts {
  readonly sodium: Sodium;
  readonly random: Random;
  readonly calls: HostCalls;
  readonly token: string | null;
}

/** `until`: milliseconds since 1970. Refusals: `page-too-large`, `circle-gone` (no member), `page-link-damaged`, those of the host. */
export const layPage = async (
  { sodium, random, calls, token }: PageParts,
  vault: string,
  { secret, until, json }: { readonly secret: string; readonly until: number; readonly json: string },
): Promise<Result<PageLink>> => {
  const sealed = sealPage(sodium, random, secret, json);
  if (!sealed.ok) return sealed;
  const { id, link, sealed: bytes } = sealed.value;
  if (bytes.length > ACCOUNT_LIMITS.pageBytes) return refuse({ code: 'page-too-large' });
  const done = await calls.json('PUT', `/vaults/${vault}/pages/${id}`, exactly({ kept: truth }), { token, body: { until, blob: bytesToBase64(bytes) } });
  return done.ok ? ok(link) : refuse(done.error.code === 'not-found' ? { code: 'circle-gone' } : refusalOf(done.error));
};

/** Gone for whoever has the link; twice is no error. Refusals: `circle-gone`, `page-link-damaged`, those of the host. */
export const withdrawPage = async ({ sodium, calls, token }: Omit<PageParts, 'random'>, vault: string, secret: string): Promise<Result<null>> => {
  const link = linkOfPage(sodium, secret);
  if (!link) return refuse({ code: 'page-link-damaged' });
  const done = await calls.json('DELETE', `/vaults/${vault}/pages/${pageIdOf(sodium, link)}`, exactly({ gone: truth }), { token });
  return done.ok ? ok(null) : refuse(done.error.code === 'not-found' ? { code: 'circle-gone' } : refusalOf(done.error));
};

/** What the link opens, as JSON of a stranger. Refusals: `page-over` (withdrawn, over or never there), `page-damaged`, those of the host. */
export const readPage = async ({ sodium, calls }: Pick<PageParts, 'sodium' | 'calls'>, link: PageLink): Promise<Result<unknown>> => {
  const got = await calls.json('GET', `/pages/${pageIdOf(sodium, link)}`, isPagePut);
  if (!got.ok) return refuse(got.error.code === 'not-found' ? { code: 'page-over' } : refusalOf(got.error));
  return openPage(sodium, link, base64ToBytes(got.value.blob)!);
};
