// What the shell does by itself: locks after a while without a touch, asks the browser to keep what is stored, and offers a
// backup once there is something to lose, has circles found by the palette, says
// that something is new in a circle where that was asked for. Each quietly, each once.

import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { recordById, recordsOf } from '#core/snapshot.ts';
import { SETTINGS, settingsOf } from '#rooms/journal/settings.ts';
import { say } from './ui/toast.tsx';
import { useDesk, useDeskState } from './ui/vault.ts';
import { useWords, word } from './ui/words.ts';

/** Entries after which a backup is offered. */
const WORTH_A_BACKUP = 3;
const OFFERED = 'kith.backup-offered';
const TOUCHED = 'kith.touched';
const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

export const Watchers = () => {
  useAutoLock();
  useBackupOffer();
  useSweep();
  useCirclesFound();
  useNews();
  useToldClosed();
  return null;
};

const useAutoLock = (): void => {
  const desk = useDesk();
  const { phase, lock, sample, snapshot } = useDeskState();
  const minutes = settingsOf(recordById(snapshot, 'settings', SETTINGS)).autoLockMinutes;
  const watches = phase === 'open' && lock && !sample && minutes > 0;
  useEffect(() => {
    if (!watches) return undefined;
    // By the clock and not by one timer: a device that slept must lock when it wakes.
    // A touch in any tab counts for all: an idle tab must not lock the one that somebody writes in.
    let last = Date.now();
    const touched = (): void => {
      if (Date.now() - last > 1000) localStorage.setItem(TOUCHED, String(Date.now()));
      last = Date.now();
    };
    const look = (): void => {
      const anywhere = Math.max(last, Math.min(Date.now(), Number(localStorage.getItem(TOUCHED)) || 0));
      if (Date.now() - anywhere >= minutes * 60_000) void desk.lockNow();
    };
    const timer = setInterval(look, 5_000);
    document.addEventListener('visibilitychange', look);
    for (const touch of TOUCHES) addEventListener(touch, touched, { passive: true });
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      for (const touch of TOUCHES) removeEventListener(touch, touched);
    };
  }, [desk, watches, minutes]);
};

/** So long after opening, in milliseconds: never while somebody waits for the page. */
const SWEEP_AFTER = 90_000;

const useSweep = (): void => {
  const desk = useDesk();
  const { phase } = useDeskState();
  useEffect(() => {
    if (phase !== 'open') return undefined;
    const timer = setTimeout(() => void desk.calls.sweep(Date.now()), SWEEP_AFTER);
    return () => clearTimeout(timer);
  }, [desk, phase]);
};

/** The palette finds circles from the moment there is one, whichever page is shown. */
const useCirclesFound = (): void => {
  const desk = useDesk();
  const isAny = useDeskState().circles.length > 0;
  useEffect(() => {
    if (!isAny) return undefined;
    let stop: (() => void) | null = null;
    let wanted = true;
    void import('#rooms/circles/find.tsx').then(
      ({ offerCircles }) => {
        if (wanted) stop = offerCircles(() => desk.state().circles);
      },
      () => undefined,
    );
    return () => {
      wanted = false;
      stop?.();
    };
  }, [desk, isAny]);
};

/** Only where it was asked for: nothing of it is loaded else. */
const useNews = (): void => {
  const desk = useDesk();
  const [, go] = useLocation();
  const { phase, sample, snapshot } = useDeskState();
  const isOn = phase === 'open' && !sample && settingsOf(recordById(snapshot, 'settings', SETTINGS)).news !== '';
  useEffect(() => {
    if (!isOn) return undefined;
    let stop: (() => void) | null = null;
    let wanted = true;
    void import('#web/news.ts').then(
      ({ startNews }) => {
        if (wanted) stop = startNews(desk, go);
      },
      () => undefined,
    );
    return () => {
      wanted = false;
      stop?.();
    };
  }, [desk, go, isOn]);
};

/** What the host was told of this device's hours follows what is set, on any device; only where it was turned on here. */
const useToldClosed = (): void => {
  const desk = useDesk();
  const { phase, sample, hosted, snapshot } = useDeskState();
  // In another language once its words are here.
  const said = useWords()('news.closed-said');
  const { news, newsAt, quietFrom, quietTo } = settingsOf(recordById(snapshot, 'settings', SETTINGS));
  const isOn = phase === 'open' && !sample && hosted !== null;
  useEffect(() => {
    if (!isOn || localStorage.getItem('kith.news-closed') === null) return;
    void import('#web/closed-news.ts').then(({ tellHost }) => tellHost(desk, { news, newsAt, quietFrom, quietTo })).catch(() => undefined);
  }, [desk, isOn, said, news, newsAt, quietFrom, quietTo]);
};

const useBackupOffer = (): void => {
  const [, go] = useLocation();
  const { phase, sample, snapshot } = useDeskState();
  const enough = phase === 'open' && !sample && recordsOf(snapshot, 'entry').size >= WORTH_A_BACKUP;
  useEffect(() => {
    if (!enough || localStorage.getItem(OFFERED) !== null) return;
    localStorage.setItem(OFFERED, '1');
    void navigator.storage?.persist?.().catch(() => false);
    say(() => word('backup.offer'), { stays: true, act: { label: () => word('backup.make'), run: () => go('/take-out') } });
  }, [enough, go]);
};
