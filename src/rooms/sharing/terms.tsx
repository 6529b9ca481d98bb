// Terms as they stand beside what they are about, in words and with an icon each, and the card on which somebody chooses them.
// Nothing is chosen beforehand but that the words may be read by those they go to.

import type { Quoting, Terms } from '#core/terms.ts';
import { useDay } from '#web/ui/circle-words.ts';
import { Check, TextField } from '#web/ui/field.tsx';
import { Icon, type IconName } from '#web/ui/icon.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { useWords } from '#web/ui/words.ts';
import { today } from './use-sharing.tsx';

/** `whose`: for a screen reader. */
export const TermsLine = ({ terms, whose }: { readonly terms: Terms; readonly whose: string }) => {
  const t = useWords('sharing');
  const day = useDay();
  const { until, quote, ai, count } = terms;
  const parts: (readonly [IconName, string])[] = [
    ['people', t('terms.read')],
    ['quote', t(`terms.quote-${quote}`)],
    ...(ai ? ([['show', t('terms.ai')]] as const) : []),
    ...(count ? ([['number', t('terms.count')]] as const) : []),
    ...(until === '' ? [] : ([['calendar', t(until < today() ? 'terms.ended' : 'terms.until', { day: day(until) })]] as const)),
  ];
  return (
    <ul className="terms" aria-label={whose}>
      {parts.map(([icon, text]) => (
        <li key={text}>
          <Icon name={icon} />
          {text}
        </li>
      ))}
    </ul>
  );
};

const QUOTING: readonly Quoting[] = ['no', 'unnamed', 'named'];

export const TermsCard = ({ terms, onChange, refused }: { readonly terms: Terms; readonly onChange: (terms: Terms) => void; readonly refused?: string | undefined }) => {
  const t = useWords('sharing');
  return (
    <>
      <PickOne
        legend={t('card.quote')}
        options={QUOTING.map((value) => ({ value, label: t(`card.quote-${value}`) }))}
        value={terms.quote}
        onChange={(quote) => onChange({ ...terms, quote: quote ?? 'no' })}
      />
      <TextField
        type="date"
        label={t('card.until')}
        hint={t('card.until-hint')}
        value={terms.until}
        min={today()}
        onChange={(until) => onChange({ ...terms, until })}
        refused={refused}
      />
      <Check label={t('card.ai')} value={terms.ai} onChange={(ai) => onChange({ ...terms, ai })} />
      <Check label={t('card.count')} value={terms.count} onChange={(count) => onChange({ ...terms, count })} />
    </>
  );
};
