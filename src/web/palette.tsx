// The palette: one line that finds any page, entry, person or command. Pages and commands are ours; what is in a vault
// is found by the rooms (room.ts, offerFinder). The latest question wins: a slow answer to an older one is dropped.

import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { places, rooms } from '#web/rooms.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { chooseLanguage, chooseTheme, LANGUAGES } from '#web/ui/preferences.ts';
import { findEverywhere, type Finding } from '#web/ui/room.ts';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

interface PaletteProps {
  readonly onClose: () => void;
  readonly onKeys: () => void;
  readonly onLeaveSample: () => void;
}

export const Palette = ({ onClose, onKeys, onLeaveSample }: PaletteProps) => {
  const t = useWords();
  const ours = useOurs({ onKeys, onLeaveSample });
  const isOpen = useDeskState().phase === 'open';
  const id = useId();
  const [, go] = useLocation();
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<readonly Finding[]>([]);
  const [at, setAt] = useState(0);
  const asked = useRef(0);

  const words = plain(typed).split(/\s+/).filter(Boolean);
  const matching = ours.filter(({ label }) => words.every((part) => plain(label).includes(part)));
  // What was found before the vault locked must not stand there afterwards.
  const shown = typed.trim() === '' ? ours : [...matching, ...(isOpen ? found : [])];

  const type = (next: string): void => {
    setTyped(next);
    setAt(0);
    asked.current += 1;
    const mine = asked.current;
    if (next.trim() === '') return setFound([]);
    void findEverywhere(next.trim()).then((answer) => {
      if (mine === asked.current) setFound(answer);
    });
  };
  const choose = (finding: Finding | undefined): void => {
    if (!finding) return;
    onClose();
    if (finding.href !== undefined) go(finding.href);
    finding.run?.();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const next = shown.length === 0 ? 0 : (at + (event.key === 'ArrowDown' ? 1 : -1) + shown.length) % shown.length;
      setAt(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Escape') {
      // The browser would empty the field first.
      event.preventDefault();
      onClose();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(shown[at]);
    }
  };
  return (
    <Dialog title="" label={t('palette.title')} onClose={onClose}>
      <div className="find-all">
        <Icon name="search" />
        <input
          type="search"
          role="combobox"
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          aria-label={t('palette.title')}
          aria-expanded={shown.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={shown[at] ? `${id}-${at}` : undefined}
          placeholder={t('palette.placeholder')}
          value={typed}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      {shown.length > 0 ? (
        <ul className="found" role="listbox" id={`${id}-list`} aria-label={t('palette.title')} tabIndex={-1}>
          {shown.map((finding, index) => (
            // The keys are heard in the field above, where the focus stays.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <li key={finding.id} id={`${id}-${index}`} role="option" aria-selected={index === at} onMouseMove={() => setAt(index)} onClick={() => choose(finding)}>
              <Icon name={finding.icon} />
              <span className={finding.said ? 'said' : undefined} dir="auto">
                {finding.label}
              </span>
              {finding.note !== undefined && <small className="num">{finding.note}</small>}
            </li>
          ))}
        </ul>
      ) : (
        <p className="found q nothing">{t('palette.none', { typed })}</p>
      )}
      <p className="vh" role="status">
        {t('palette.count', { count: shown.length })}
      </p>
    </Dialog>
  );
};

/** Pages and commands that are there without any vault, and the rooms' own pages once it is open. */
const useOurs = ({ onKeys, onLeaveSample }: Pick<PaletteProps, 'onKeys' | 'onLeaveSample'>): Finding[] => {
  const t = useWords();
  const { t: ofRoom } = useTranslation(rooms.map(({ name }) => name));
  const desk = useDesk();
  const { phase, sample, lock } = useDeskState();
  const isOpen = phase === 'open';
  // A room whose first page is the place itself stands there once.
  const homes = new Set(places.map(({ href }) => href));
  return [
    ...(isOpen ? places.map(({ place, icon, href }): Finding => ({ id: href, label: t(`place.${place}`), icon, href })) : []),
    ...(isOpen
      ? rooms.flatMap(({ name, links = [] }) =>
          links.filter(({ href }) => !homes.has(href)).map(({ word, href, icon }): Finding => ({ id: href, label: ofRoom(word, { ns: name }), icon, href })),
        )
      : []),
    { id: '/settings', label: t('settings'), icon: 'settings', href: '/settings' },
    { id: '/who', label: t('who.title'), icon: 'lock', href: '/who' },
    { id: 'light', label: `${t('appearance')}: ${t('command.theme.light')}`, icon: 'light', run: () => chooseTheme('light') },
    { id: 'dark', label: `${t('appearance')}: ${t('command.theme.dark')}`, icon: 'dark', run: () => chooseTheme('dark') },
    { id: 'system', label: `${t('appearance')}: ${t('command.theme.system')}`, icon: 'settings', run: () => chooseTheme('system') },
    ...LANGUAGES.map(({ code, name }): Finding => ({ id: code, label: `${t('appearance.language')}: ${name}`, icon: 'info', run: () => chooseLanguage(code) })),
    { id: 'keys', label: t('command.keys'), icon: 'keyboard', note: '?', run: onKeys },
    ...(isOpen && lock ? [{ id: 'lock', label: t('command.lock'), icon: 'lock', run: () => void desk.lockNow() } satisfies Finding] : []),
    ...(sample ? [{ id: 'leave', label: t('command.leave-sample'), icon: 'back', run: onLeaveSample } satisfies Finding] : []),
  ];
};
