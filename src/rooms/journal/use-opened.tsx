// The bytes of a photo or a recording as a view needs them: opened for as long as the view is there, fetched from the host where
// they are not on this device, and, where they cannot come now, why not, in words. What can still come is asked for again: at once
// when there is a connection, and now and then.

import { useEffect, useEffectEvent, useState } from 'react';
import { base64ToBytes } from '#core/base64.ts';
import { Button } from '#web/ui/button.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { formatBytes } from '#web/ui/time.ts';
import { useDesk, useDeskState, type DeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import type { SealedBytes } from './attachments.ts';

/** Why there is nothing to show: `missing` and `damaged` for good; the others until it comes. */
export type Away = 'missing' | 'damaged' | 'offline' | 'not-given' | 'signed-out' | 'not-sent';

/** `done`: bytes that have come. */
export type Opened = { readonly url: string } | { readonly away: Away } | { readonly done: number } | 'opening';

const AWAY: Readonly<Record<string, Away>> = { 'attachment-not-here': 'not-given', 'attachment-not-sent': 'not-sent' };
const COMES = new Set<Away>(['offline', 'not-given', 'signed-out', 'not-sent']);

/** Milliseconds until it is asked for again: doubled each time. */
const AGAIN = 3000;
const LONGEST = 60_000;

/** The host answers. */
const isReached = ({ hosted, sync }: DeskState): boolean => hosted?.isSignedIn === true && (sync?.is === 'in-step' || sync?.is === 'at-work');

interface Looked {
  readonly of: SealedBytes;
  readonly is: Opened;
}

/** `again` asks at once. */
export const useOpened = (sealed: SealedBytes | null, mime: string): { readonly opened: Opened; readonly again: () => void } => {
  const desk = useDesk();
  const state = useDeskState();
  const { hosted } = state;
  const [looked, setLooked] = useState<Looked | null>(null);
  const [tries, setTries] = useState(0);
  const key = sealed && base64ToBytes(sealed.key);
  const again = (): void => setTries((before) => before + 1);

  const look = useEffectEvent((of: SealedBytes, gone: () => boolean): (() => void) => {
    let url = '';
    const set = (is: Opened): void => (gone() ? undefined : setLooked({ of, is }));
    const stop = desk.hearComing(of.chunks[0] ?? '', (done) => (done > 0 || tries === 0 ? set({ done }) : undefined));
    desk.calls
      .getBytes({ key: key!, chunks: of.chunks, size: of.size })
      .then(
        (got) => {
          if (gone()) return;
          if (got.ok) url = URL.createObjectURL(new Blob([got.value as Uint8Array<ArrayBuffer>], { type: mime }));
          set(got.ok ? { url } : { away: AWAY[got.error.code] ?? (hosted ? 'damaged' : 'missing') });
        },
        () => set({ away: 'missing' }),
      )
      .finally(stop);
    return () => {
      stop();
      if (url !== '') URL.revokeObjectURL(url);
    };
  });
  const isThere = key !== null;
  useEffect(() => {
    if (!sealed || !isThere) return undefined;
    let isGone = false;
    const end = look(sealed, () => isGone);
    return () => {
      isGone = true;
      end();
    };
  }, [desk, sealed, isThere, mime, tries]);

  const is: Opened = sealed && !key ? { away: 'missing' } : looked && looked.of === sealed ? looked.is : 'opening';
  const away = typeof is === 'object' && 'away' in is ? is.away : null;
  const comes = away !== null && COMES.has(away);
  useEffect(() => {
    if (!comes) return undefined;
    const timer = setTimeout(again, Math.min(LONGEST, AGAIN * 2 ** tries));
    return () => clearTimeout(timer);
  }, [comes, tries]);
  useEffect(() => {
    if (!comes) return undefined;
    let was = isReached(desk.state());
    return desk.subscribe(() => {
      const now = isReached(desk.state());
      if (now && !was) again();
      was = now;
    });
  }, [desk, comes]);

  if (away !== 'not-given') return { opened: is, again };
  return { opened: { away: hosted && !hosted.isSignedIn ? 'signed-out' : isReached(state) ? 'not-given' : 'offline' }, again };
};

/** What stands in the place of a photo in a list while it comes, and where it does not. */
export const SmallAway = ({ opened }: { readonly opened: Exclude<Opened, { readonly url: string }> }) => {
  const t = useWords('journal');
  if (opened === 'opening') return null;
  if ('done' in opened) return <span className="coming">{t('away.coming')}</span>;
  return <>{t(`away.${opened.away}`)}</>;
};

/** The same with room: how much has come of how much, and a way to ask again. */
export const LargeAway = ({ opened, size, again }: { readonly opened: Exclude<Opened, { readonly url: string }>; readonly size: number; readonly again: () => void }) => {
  const t = useWords('journal');
  const locale = useLocale();
  if (opened === 'opening') return <p role="status">{t('photo.opening')}</p>;
  if ('done' in opened)
    return (
      <div className="progress coming">
        <p role="status">
          {t('away.coming')} {opened.done > 0 && <span className="q num">{t('away.done', { done: formatBytes(opened.done, locale), size: formatBytes(size, locale) })}</span>}
        </p>
        {opened.done > 0 && (
          <div className="track" aria-hidden="true">
            <i style={{ inlineSize: `${(100 * opened.done) / Math.max(1, size)}%` }} />
          </div>
        )}
      </div>
    );
  return (
    <div className="cluster">
      <p role="status">{t(`away.${opened.away}`)}</p>
      {COMES.has(opened.away) && opened.away !== 'signed-out' && (
        <Button look="bare" onPress={again}>
          {t('away.again')}
        </Button>
      )}
    </div>
  );
};
