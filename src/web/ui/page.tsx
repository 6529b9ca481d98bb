// What every page says to the shell: its title (shown in the tab, announced on arrival), the note at the top, and who
// can read it. The lock line is always there and always true: it is computed from the vault, never passed as words.

import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useCircle, type OpenCircle } from '#web/ui/circles.ts';
import { Icon } from '#web/ui/icon.tsx';
import { useDeskState, type DeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';

/** Who can read: nothing is kept yet; no lock set; a lock set and open; locked; the sample that everyone may read. */
export type Reader = 'nothing-yet' | 'device' | 'only-you' | 'locked' | 'sample';

let title = '';
let where: ReactNode = null;
const listeners = new Set<() => void>();
const tell = (): void => {
  for (const listener of listeners) listener();
};
const follow = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Who can read what this vault holds, now. */
export const readerOf = ({ phase, sample, lock }: Pick<DeskState, 'phase' | 'sample' | 'lock'>): Reader => {
  if (sample) return 'sample';
  if (phase === 'absent' || phase === 'starting' || phase === 'failed') return 'nothing-yet';
  if (phase === 'locked') return 'locked';
  return lock ? 'only-you' : 'device';
};

export const useReader = (): Reader => readerOf(useDeskState());

export const usePageTitle = (): string => useSyncExternalStore(follow, () => title);

export const useWhere = (): ReactNode => useSyncExternalStore(follow, () => where);

interface PageProps {
  /** Of the tab, and what is announced on arrival. */
  readonly title: string;
  /** At the top, before the lock line: a count, a day, the way up. */
  readonly where?: ReactNode;
  readonly children: ReactNode;
}

/** Every page is one of these. */
export const Page = ({ title: next, where: note = null, children }: PageProps) => {
  useEffect(() => {
    title = next;
    document.title = next === '' || next === 'Kith' ? 'Kith' : `${next} · Kith`;
    tell();
  }, [next]);
  useEffect(() => {
    where = note;
    tell();
    return () => {
      where = null;
      tell();
    };
  }, [note]);
  return children;
};

/** Whose page this is, by its address; null where it is no circle's. */
const useCircleHere = (): OpenCircle | null => {
  const [path] = useLocation();
  return useCircle(/^\/circles\/([0-9a-z]{26})(?:\/|$)/.exec(path)?.[1] ?? '');
};

/** Who can read a circle's page: those who are in it now, counted; and whoever opens a device without a lock. */
const CircleLine = ({ circle: { vault, name, members, standing, unsent } }: { readonly circle: OpenCircle }) => {
  const t = useWords();
  const { lock, hosted, sync } = useDeskState();
  const others = members.filter(({ isMe }) => !isMe);
  const called = name === '' ? t('lock.circle.unnamed') : name;
  const isIn = standing === 'in' || standing === 'resting';
  const who = !isIn
    ? t('lock.circle.gone.who', { name: called })
    : others.length === 0
      ? t('lock.circle.alone.who')
      : others.length === 1
        ? t('lock.circle.pair.who', { other: others[0]!.name || t('lock.circle.nameless') })
        : t('lock.circle.many.who', { count: others.length });
  const rest = !isIn ? t(`lock.circle.gone.${standing}`) : t(`lock.circle.${others.length === 0 ? 'alone' : others.length === 1 ? 'pair' : 'many'}.rest`, { name: called });
  const also = [
    ...(lock ? [] : [t('lock.circle.device')]),
    ...(isIn && unsent > 0 ? [t('lock.unsent', { count: unsent })] : []),
    ...(isIn && hosted && !hosted.isSignedIn
      ? [t('lock.signed-out', { host: hosted.host.replace(/^https?:\/\//, '') })]
      : (isIn && sync?.is === 'offline') || sync?.is === 'waiting'
        ? [t('lock.offline')]
        : []),
  ];
  return (
    <Link href={`/circles/${vault}/who`} className={lock ? 'lock many' : 'lock many open'}>
      <Icon name="people" />
      <span>
        <b>{who}</b> {rest}
        {also.length > 0 && <span className="also">. {also.join('. ')}</span>}
      </span>
    </Link>
  );
};

/** Where a page behind a link is read; the shell's own address, since it needs no vault. */
const OPEN = '/open';

/** In one sentence, who can read this page; leads to the long answer. */
export const LockLine = () => {
  const circle = useCircleHere();
  const { phase } = useDeskState();
  const [path] = useLocation();
  if (path === OPEN) return <LinkLine />;
  return circle && phase === 'open' ? <CircleLine circle={circle} /> : <OwnLine />;
};

/** A page that was opened by its link, whoever looks. */
const LinkLine = () => {
  const t = useWords();
  return (
    <Link href="/who" className="lock open">
      <Icon name="open" />
      <span>
        <b>{t('lock.link.who')}</b> {t('lock.link.rest')}
      </span>
    </Link>
  );
};

/** The same of what is one's own. */
const OwnLine = () => {
  const t = useWords();
  const state = useReader();
  const isOpen = state === 'device' || state === 'sample';
  const { hosted, sync, passkeys } = useDeskState();
  const also = ((): string | null => {
    if (!hosted || (state !== 'device' && state !== 'only-you')) return null;
    const host = hosted.host.replace(/^https?:\/\//, '');
    if (!hosted.isSignedIn || sync?.is === 'signed-out' || sync?.is === 'removed') return t('lock.signed-out', { host });
    if (sync?.older && sync.total !== null && sync.here < sync.total) return t('lock.coming', { here: sync.here, total: sync.total });
    if (sync && sync.unsent > 0) return t('lock.unsent', { count: sync.unsent });
    return sync && sync.files.count > 0 ? t('lock.files', { count: sync.files.count }) : t('lock.kept', { host });
  })();
  return (
    <Link href="/who" className={isOpen ? 'lock open' : 'lock'}>
      <Icon name={isOpen ? 'open' : 'lock'} />
      <span>
        <b>{t(`lock.${state}.who`)}</b> {t(state === 'locked' && passkeys ? 'lock.locked.rest-passkey' : `lock.${state}.rest`)}
        {also !== null && <span className="also">. {also}</span>}
      </span>
    </Link>
  );
};
