// Whether it is said that something is new in a circle, and when; and whether this device is told of it while Kith is closed, which is
// asked of the host and the browser only here. Off until it is asked for.

import { useEffect, useState } from 'react';
import { QuietHours } from '#rooms/journal/reminders.tsx';
import { beTold, canBeTold, stopBeingTold } from '#web/closed-news.ts';
import { useSettings } from '#web/pages/settings-journal.tsx';
import { Check, TextField } from '#web/ui/field.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { say } from '#web/ui/toast.tsx';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';

const WAYS = ['', 'often', 'daily'] as const;

export const News = () => {
  const t = useWords();
  const { hosted } = useDeskState();
  const [{ news, newsAt }, set] = useSettings();
  return (
    <>
      <PickOne
        legend={t('news.ask')}
        value={news}
        options={WAYS.map((value) => ({ value, label: t(`news.way.${value || 'off'}`) }))}
        onChange={(value) => value !== null && set({ news: value })}
      />
      <p className="s q">{t(`news.about.${news || 'off'}`)}</p>
      {news === 'daily' && (
        <div className="when-fields">
          <TextField type="time" label={t('news.at')} value={newsAt} onChange={(at) => at !== '' && set({ newsAt: at })} />
        </div>
      )}
      {news !== '' && <QuietHours />}
      {news !== '' && hosted?.isSignedIn && canBeTold() && <WhenClosed />}
    </>
  );
};

/** Shown where the host can: it says so when it is asked. */
const WhenClosed = () => {
  const t = useWords();
  const inWords = useRefusal('web');
  const desk = useDesk();
  const [settings] = useSettings();
  const [key, setKey] = useState<string | null>(null);
  const [isOn, setOn] = useState(false);
  useEffect(() => {
    let wanted = true;
    void desk.calls.newsAtHost().then((found) => {
      if (!wanted || !found.ok) return;
      setKey(found.value.key);
      setOn(found.value.is);
    });
    return () => {
      wanted = false;
    };
  }, [desk]);
  if (key === null) return null;
  const turn = async (on: boolean): Promise<void> => {
    const done = on ? await beTold(desk, key, settings) : null;
    if (!on) await stopBeingTold(desk);
    if (done?.ok === false) return void say(() => inWords(done.error));
    setOn(on);
  };
  return <Check label={t('news.closed')} hint={t('news.closed-about')} value={isOn} onChange={(on) => void turn(on)} />;
};
