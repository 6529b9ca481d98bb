// What a device says to its host about being told, also when Kith is closed, that something is new: where, and at what minutes of UTC.

import { refuse, type Result } from '#core/result.ts';
import { isNews, type NewsPut } from '#sync/account-protocol.ts';
import type { Check } from '#sync/checks.ts';
import { anything, callsOf, needAccount, plainly, type AccountParts, type OpenVault } from './account-parts.ts';

export interface NewsAtHost {
  /** The host's, for the browser's push service; null where it tells no closed device anything. */
  readonly key: string | null;
  /** This device is told. */
  readonly is: boolean;
}

const ask = async <T>(parts: AccountParts, open: OpenVault, method: 'GET' | 'PUT' | 'DELETE', check: Check<T>, body?: NewsPut): Promise<Result<T>> => {
  const found = await needAccount(parts, open);
  if (!found.ok) return found;
  const { host, token } = found.value;
  return token ? plainly(await callsOf(parts, host).json(method, '/account/news', check, { token, ...(body ? { body } : {}) })) : refuse({ code: 'session-needed' });
};

export const newsAtHost = (parts: AccountParts, open: OpenVault): Promise<Result<NewsAtHost>> => ask(parts, open, 'GET', isNews);
export const putNews = (parts: AccountParts, open: OpenVault, wanted: NewsPut): Promise<Result<unknown>> => ask(parts, open, 'PUT', anything, wanted);
export const dropNews = (parts: AccountParts, open: OpenVault): Promise<Result<unknown>> => ask(parts, open, 'DELETE', anything);
