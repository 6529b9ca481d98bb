// How it stands between this device and its host, in one line, and what must be known of it. Both are true at every moment: they
// are computed from what the worker said last. The words of accounts are loaded with this, so nobody without one fetches them.

import { howFar } from '#sync/far.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { isSignedOut } from '#web/ui/desk-state.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { formatBytes } from '#web/ui/time.ts';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import type { SyncNews, SyncNotice } from '../workers/vault-events.ts';

/** `example.org` of `https://example.org`. */
export const hostName = (address: string): string => address.replace(/^https?:\/\//, '');

/** How many of how many are here, where the host has said how many there are. */
const comingOf = ({ here, total }: SyncNews): Readonly<Record<string, string | number>> =>
  total === null ? { count: here } : { context: 'of', here: Math.min(here, total), total };

export const HostLine = () => {
  const t = useWords('web.account');
  const locale = useLocale();
  const state = useDeskState();
  const { hosted, sync } = state;
  if (!hosted) return null;
  const host = hostName(hosted.host);
  const records = sync && sync.unsent > 0 ? ` ${t('line.unsent', { count: sync.unsent })}` : '';
  const { count, bytes, isFull } = sync?.files ?? { count: 0, bytes: 0, isFull: false };
  const files = count > 0 ? ` ${t('line.files', { count, size: formatBytes(bytes, locale) })}` : '';
  const unsent = `${records}${files}`;
  const line = ((): string => {
    if (isSignedOut(state)) return t('line.signed-out', { host });
    if (!sync) return t('line.fresh', { host });
    if (sync.is === 'removed') return t('line.removed');
    if (sync.is === 'offline') return t('line.offline', { host }) + unsent;
    if (sync.still.includes('store-full')) return t('line.store-full') + unsent;
    if (isFull || sync.still.includes('host-full')) return t('line.full', { host }) + unsent;
    if (sync.is === 'waiting') return t('line.offline', { host }) + unsent;
    if (sync.older) return t('line.older', comingOf(sync)) + unsent;
    if (sync.is === 'at-work') return t('line.at-work') + unsent;
    if (count > 0) return t('line.but', { host }) + unsent;
    return sync.lastInStep === null
      ? t('line.fresh', { host })
      : t('line.in-step', { host, time: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(sync.lastInStep) }) + unsent;
  })();
  return (
    <p className="host-line" role="status">
      {line}
    </p>
  );
};

/** What is said of it: a notice of synchronising, or a refusal in the words that it has everywhere. */
const Said = ({ notice: { code, with: places } }: { readonly notice: SyncNotice }) => {
  const sync = useWords('sync');
  const inWords = useRefusal('web.account');
  const locale = useLocale();
  const far = typeof places['hours'] === 'number' ? { far: howFar(places['hours'], locale) } : {};
  const said = sync(`notice.${code}`, { ...places, ...far, defaultValue: '' });
  return <>{said === '' ? inWords({ code, with: places }) : said}</>;
};

/** On top of every page, until it is over or put away. */
export const HostNotices = () => {
  const t = useWords('web.account');
  const desk = useDesk();
  const { notices } = useDeskState();
  return notices.map((notice) => (
    <div key={notice.code} className="sample-note host-notice s" role="alert">
      <span>
        <Said notice={notice} />
      </span>{' '}
      <span className="cluster">
        <TextLink href="/account">{t('notice.more')}</TextLink>
        <Button look="bare" onPress={() => void desk.calls.putAway(notice.code)}>
          {t('notice.away')}
        </Button>
      </span>
    </div>
  ));
};
