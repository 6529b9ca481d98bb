// What a proposed path and one that is walked share: how a step stands along the margin line, why it is there, what may stand in its
// place, and how the sums were made.

import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { useWords } from '#web/ui/words.ts';
import type { Practice } from './model.ts';
import type { Judged, Reason } from './paths.ts';
import { practiceHref, useKeyFacts } from './use-practices.tsx';

/** Reasons as sentences; that it fits is what all of them do, and its own sentence says how. */
export const useReasons = (): ((reasons: readonly Reason[]) => readonly string[]) => {
  const t = useWords('practices');
  return (reasons) => reasons.filter(({ code }) => code !== 'need').map(({ code, with: given = {} }) => `${t(`reason.${code}`, { count: 1, ...given })}.`);
};

interface StepRowProps {
  readonly practice: Practice;
  readonly reasons: readonly Reason[];
  /** In the margin, before its minutes. */
  readonly mark?: string;
  readonly is?: 'done' | 'next';
  readonly href?: string;
  readonly onSwap?: () => void;
  readonly children?: ReactNode;
}

export const StepRow = ({ practice, reasons, mark = '', is, href = practiceHref(practice.id), onSwap, children }: StepRowProps) => {
  const t = useWords('practices');
  const facts = useKeyFacts()(practice);
  const said = useReasons()(reasons);
  const { name, why, care, isStarter } = practice;
  return (
    <li className="row">
      <p className="mg num">
        {mark !== '' && (
          <>
            {mark}
            <span className="nl"> </span>
          </>
        )}
        {[facts.short, practice.who === 'solo' ? '' : facts.who].filter((part) => part !== '').join(t('list.comma'))}
      </p>
      <div className={`tx wide on-line pr-step${is ? ` is-${is}` : ''}`}>
        <div className="between">
          <p className="b">
            <Link href={href} className="quiet-link" dir="auto">
              {name}
            </Link>
          </p>
          {onSwap && (
            <Button look="bare" onPress={onSwap} aria-label={t('path.swap-what', { name })}>
              {t('path.swap')}
            </Button>
          )}
        </div>
        <p>
          <span dir="auto">{isStarter ? why : why.split('\n')[0]}</span> <span className="q">{said.join(' ')}</span>
        </p>
        {care !== '' && (
          <p className="s q" dir="auto">
            {care}
          </p>
        )}
        {children}
      </div>
    </li>
  );
};

interface SwapDialogProps {
  /** Of what stands there. */
  readonly name: string;
  readonly others: readonly Judged[];
  readonly onTake: (practice: string) => void;
  readonly onClose: () => void;
}

/** What fits in the place of a step, with its reasons. */
export const SwapDialog = ({ name, others, onTake, onClose }: SwapDialogProps) => {
  const t = useWords('practices');
  const facts = useKeyFacts();
  const reasons = useReasons();
  return (
    <Dialog title={t('path.swap-title', { name })} onClose={onClose}>
      {others.length === 0 && <p>{t('path.swap-none')}</p>}
      <ul className="list">
        {others.map((other) => {
          const { short, who } = facts(other.practice);
          return (
            <li key={other.practice.id} className="between">
              <div className="grow">
                <p className="b" dir="auto">
                  {other.practice.name}
                </p>
                <p className="s q num">{[short, who, other.practice.kind === null ? '' : t(`kind.${other.practice.kind}`)].filter((part) => part !== '').join(t('list.comma'))}</p>
                <p dir="auto">{other.practice.isStarter ? other.practice.why : other.practice.why.split('\n')[0]}</p>
                <p className="s q">{reasons(other.reasons).join(' ')}</p>
              </div>
              <Button onPress={() => onTake(other.practice.id)}>{t('path.swap-take')}</Button>
            </li>
          );
        })}
      </ul>
      <Button look="bare" onPress={onClose}>
        {t('path.swap-keep')}
      </Button>
    </Dialog>
  );
};

/** The sums, in words and numbers. */
export const Sums = ({ judged }: { readonly judged: readonly Judged[] }) => {
  const t = useWords('practices');
  const locale = useLocale();
  const [isOpen, setOpen] = useState(false);
  const signed = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' });
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('path.how')}</summary>
      {isOpen && (
        <div className="stack">
          <p className="s q">{t('path.how-about')}</p>
          <dl className="pr-sums s">
            {judged.map(({ practice, points, reasons }) => (
              <div key={practice.id}>
                <dt dir="auto">{practice.name}</dt>
                <dd className="num">{t('path.points', { count: points })}</dd>
                {reasons.map(({ code, points: part, with: given = {} }) => (
                  <dd key={code} className="q">
                    {t(`reason.${code}`, { count: 1, ...given })}
                    {part !== 0 && <span className="num"> {signed.format(part)}</span>}
                  </dd>
                ))}
              </div>
            ))}
          </dl>
        </div>
      )}
    </details>
  );
};
