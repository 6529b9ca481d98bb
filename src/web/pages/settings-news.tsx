// Whether it is said that something is new in a circle, and when. Off until it is asked for.

import { QuietHours } from '#rooms/journal/reminders.tsx';
import { useSettings } from '#web/pages/settings-journal.tsx';
import { TextField } from '#web/ui/field.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { useWords } from '#web/ui/words.ts';

const WAYS = ['', 'often', 'daily'] as const;

export const News = () => {
  const t = useWords();
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
    </>
  );
};
