// What the pages of feelings share: the records, the moment, words said back, the list of needs, and the way to a person.

import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { recordsOf } from '#core/snapshot.ts';
import { NamesField } from '#web/ui/names-field.tsx';
import { useNaming } from '#web/ui/felt.tsx';
import { Markdown } from '#web/ui/markdown.tsx';
import { TextLink } from '#web/ui/button.tsx';
import { PickMany } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { formatNear, momentNow } from '#web/ui/time.ts';
import { useSnapshot } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { afterOf, aftersOf, NEED_GROUPS, NEEDS, talkOf, talksOf, tellingOf, tellingsOf, type After, type Now, type Talk, type Telling } from './model.ts';

export const nowHere = (): Now => {
  const { when, instant } = momentNow();
  return { when, instant };
};

export const AT = '/know/feelings';
export const tellingHref = (id: string): string => `${AT}/telling/${id}`;
export const talkHref = (id: string): string => `${AT}/conversation/${id}`;
export const afterHref = (id: string): string => `${AT}/after/${id}`;

export const useTellings = (): readonly Telling[] => tellingsOf(recordsOf(useSnapshot(), 'telling').values());
export const useTalks = (): readonly Talk[] => talksOf(recordsOf(useSnapshot(), 'conversation').values());
export const useAfters = (): readonly After[] => aftersOf(recordsOf(useSnapshot(), 'conversation-after').values());

export const useTelling = (id: string): Telling | null => {
  const record = recordsOf(useSnapshot(), 'telling').get(id);
  return record ? tellingOf(record) : null;
};
export const useTalk = (id: string): Talk | null => {
  const record = recordsOf(useSnapshot(), 'conversation').get(id);
  return record ? talkOf(record) : null;
};
export const useAfter = (id: string): After | null => {
  const record = recordsOf(useSnapshot(), 'conversation-after').get(id);
  return record ? afterOf(record) : null;
};

/** Sets and lists of a form's field, a line each. */
export const linesOf = (list: readonly string[]): string => list.join('\n');
export const inLines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

export const ToFeelings = () => {
  const t = useWords('feelings');
  return (
    <TextLink href={AT} icon="back">
      {t('title')}
    </TextLink>
  );
};

/** A day as it is said here: without its year where that is this one. */
export const useDay = (): ((when: string) => string) => {
  const locale = useLocale();
  return (when) => (when === '' ? '' : formatNear(when, momentNow().when, locale));
};

/** A need as it is shown: one's own as it was typed. */
export const useNeedWords = (): ((need: string) => string) => {
  const t = useWords('feelings');
  return (need) => (NEEDS.includes(need) ? t(`need.${need}`) : need);
};

export const useList = (): ((words: readonly string[]) => string) => {
  const list = new Intl.ListFormat(useLocale(), { style: 'short', type: 'unit' });
  return (words) => list.format(words);
};

/** Feelings in the person's language, as one line; '' for none. */
export const useFeelingLine = (): ((feelings: readonly string[]) => string) => {
  const { shown } = useNaming();
  const list = useList();
  return (feelings) => list(feelings.map((word) => shown('feelings', word)));
};

interface NeedsFieldProps {
  readonly legend: string;
  readonly value: readonly string[];
  readonly onChange: (needs: readonly string[]) => void;
}

/** Needs by group, and one's own. */
export const NeedsField = ({ legend, value, onChange }: NeedsFieldProps) => {
  const t = useWords('feelings');
  const own = value.filter((need) => !NEEDS.includes(need));
  return (
    <fieldset className="stack fl-needs">
      <legend>{legend}</legend>
      {NEED_GROUPS.map(([group, words]) => (
        <PickMany
          key={group}
          legend={<span className="hint">{t(`needs.${group}`)}</span>}
          options={words.map((need) => ({ value: need, label: t(`need.${need}`) }))}
          value={value.filter((need) => words.includes(need))}
          onChange={(chosen) => onChange([...value.filter((need) => !words.includes(need)), ...chosen])}
        />
      ))}
      <NamesField label={t('needs.own')} value={own} suggestions={[]} onChange={(names) => onChange([...value.filter((need) => NEEDS.includes(need)), ...names])} />
    </fieldset>
  );
};

/** A part of what was written, where there is any. */
export const Part = ({ label, text }: { readonly label: string; readonly text: string }) =>
  text === '' ? null : (
    <Row note={label}>
      <Markdown text={text} />
    </Row>
  );

/** A part that was chosen from words. */
export const WordsPart = ({ label, words }: { readonly label: string; readonly words: readonly string[] }) => {
  const list = useList();
  return words.length === 0 ? null : (
    <Row note={label}>
      <p className="said" dir="auto">
        {list(words)}
      </p>
    </Row>
  );
};

/** Always in sight in this room: a person to talk to. */
export const PersonNow = ({ children }: { readonly children?: ReactNode }) => {
  const t = useWords('feelings');
  return (
    <Row note="" className="no-print">
      <p className="s">
        {children}
        <Link href={`${AT}/help`}>{t('person.title')}</Link>
      </p>
    </Row>
  );
};
