// One way, to be written: what it is, what speaks for and against it, and (folded away) which values, how it feels, where in the body,
// whom it touches.

import { Button } from '#web/ui/button.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { NamesField } from '#web/ui/names-field.tsx';
import { useVocabulary } from '#web/ui/vocabulary.ts';
import { useWords } from '#web/ui/words.ts';
import type { Option } from './option.ts';

/** A way while it is written: its reasons as typed, a line each. */
export interface OptionTyped extends Omit<Option, 'for' | 'against'> {
  readonly pro: string;
  readonly contra: string;
}

const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');
export const typedToOption = ({ pro, contra, ...rest }: OptionTyped): Option => ({ ...rest, for: lines(pro), against: lines(contra) });
export const optionToTyped = ({ for: pro, against, ...rest }: Option): OptionTyped => ({ ...rest, pro: pro.join('\n'), contra: against.join('\n') });

interface OptionFieldsProps {
  readonly option: OptionTyped;
  readonly number: number;
  readonly isChosen: boolean;
  readonly values: readonly string[];
  readonly onChange: (part: Partial<OptionTyped>) => void;
  readonly onChoose: (chosen: boolean) => void;
  readonly onTake: () => void;
}

export const OptionFields = ({ option, number, isChosen, values, onChange, onChoose, onTake }: OptionFieldsProps) => {
  const t = useWords('decisions');
  const feelings = useVocabulary('feelings');
  const body = useVocabulary('body', 'sensations');
  const more = option.values.length + option.feelings.length + option.body.length > 0 || option.touches !== '';
  return (
    <fieldset className="way stack">
      <legend className="vh">{t('choice.number', { number })}</legend>
      <TextArea label={t('choice.number', { number })} value={option.text} onChange={(text) => onChange({ text })} maxLength={500} placeholder={t('choice.example')} />
      <TextArea label={t('choice.for')} value={option.pro} onChange={(pro) => onChange({ pro })} hint={t('choice.lines')} />
      <TextArea label={t('choice.against')} value={option.contra} onChange={(contra) => onChange({ contra })} />
      <details open={more || undefined}>
        <summary>{t('choice.more')}</summary>
        <div className="stack">
          <NamesField
            label={t('choice.values')}
            hint={t('choice.values-hint')}
            value={option.values}
            onChange={(next) => onChange({ values: next })}
            suggestions={values.map((name) => ({ name }))}
          />
          <NamesField
            label={t('choice.feelings')}
            value={option.feelings.map(feelings.shown)}
            onChange={(next) => onChange({ feelings: feelings.toIds(next) })}
            suggestions={feelings.suggestions}
          />
          <NamesField label={t('choice.body')} value={option.body.map(body.shown)} onChange={(next) => onChange({ body: body.toIds(next) })} suggestions={body.suggestions} />
          <TextField label={t('choice.touches')} value={option.touches} onChange={(touches) => onChange({ touches })} maxLength={500} />
        </div>
      </details>
      <div className="between middle">
        <div className="pick">
          <label>
            <input type="checkbox" checked={isChosen} onChange={(event) => onChoose(event.target.checked)} />
            {t('choice.choose')}
          </label>
        </div>
        <Button look="bare" className="s" aria-label={t('choice.take-what', { number })} onPress={onTake}>
          {t('choice.take')}
        </Button>
      </div>
    </fieldset>
  );
};
