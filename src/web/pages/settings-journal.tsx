// Settings that lie in the vault: they are the person's, not this device's. Each is written at once and can be undone.

import { useState } from 'react';
import { recordById } from '#core/snapshot.ts';
import { changeSettings, SETTINGS, settingsOf, type Settings } from '#rooms/journal/settings.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { Check, Choice, TextField } from '#web/ui/field.tsx';
import { say } from '#web/ui/toast.tsx';
import { useDesk, useSnapshot } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';

export const useSettings = (): readonly [Settings, (wanted: Partial<Settings>) => void] => {
  const desk = useDesk();
  const inWords = useRefusal('journal');
  const settings = settingsOf(recordById(useSnapshot(), 'settings', SETTINGS));
  const write = async (wanted: Partial<Settings>): Promise<void> => {
    const changes = changeSettings(settings, wanted);
    const done = changes.ok ? await desk.commit(changes.value) : changes;
    if (!done.ok) say(() => inWords(done.error));
  };
  return [settings, (wanted) => void write(wanted)];
};

const MINUTES = [1, 5, 10, 30, 60, 0] as const;

/** After how long without a touch the app lock closes. */
export const AutoLock = () => {
  const t = useWords();
  const [{ autoLockMinutes }, set] = useSettings();
  return (
    <Choice
      label={t('you.auto-lock')}
      value={String(autoLockMinutes)}
      options={[...new Set([...MINUTES, autoLockMinutes])].map((minutes) => ({
        value: String(minutes),
        label: minutes === 0 ? t('you.auto-lock-never') : t('you.auto-lock-minutes', { count: minutes }),
      }))}
      onChange={(value) => set({ autoLockMinutes: Number(value) })}
    />
  );
};

export const Journals = () => {
  const t = useWords();
  return (
    <div className="links">
      <TextLink href="/bring-in">{t('you.bring')}</TextLink>
      <TextLink href="/take-out">{t('take.title')}</TextLink>
    </div>
  );
};

export const PhotosAndLookBack = () => {
  const t = useWords();
  const [settings, set] = useSettings();
  return (
    <>
      <Check label={t('you.keep-location')} value={settings.keepLocation} onChange={(keepLocation) => set({ keepLocation })} />
      <Check label={t('you.another-look')} value={settings.anotherLook} onChange={(anotherLook) => set({ anotherLook })} />
      {settings.anotherLook && <Check label={t('you.anniversaries')} value={settings.anniversaries} onChange={(anniversaries) => set({ anniversaries })} />}
    </>
  );
};

/** The one thing that cannot be undone: asked for in a word that is typed. */
export const Erase = () => {
  const t = useWords();
  const desk = useDesk();
  const [typed, setTyped] = useState<string | null>(null);
  if (typed === null)
    return (
      <>
        <p>{t('you.erase-about')}</p>
        <Button look="warm" onPress={() => setTyped('')}>
          {t('you.erase')}
        </Button>
      </>
    );
  const isSaid = typed.trim().toLocaleLowerCase() === t('you.erase-say').toLocaleLowerCase();
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (isSaid) void desk.erase().then(() => location.assign('/'));
      }}
    >
      <p>{t('you.erase-about')}</p>
      <TextField label={t('you.erase-word')} value={typed} onChange={setTyped} autoFocus />
      <div className="cluster">
        <Button look="warm" type="submit" isDisabled={!isSaid}>
          {t('you.erase-go')}
        </Button>
        <Button look="bare" onPress={() => setTyped(null)}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
};
