// Quoting: some of another's words, where their terms allow it, beside something of one's own. How a quote stands before others.

import { useState } from 'react';
import type { Refusal } from '#core/result.ts';
import { useDay } from '#web/ui/circle-words.ts';
import { Button } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { useTyped } from '#web/ui/typed.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import type { ShownQuote, Words } from './model.ts';
import { useDo, useNameOf } from './use-sharing.tsx';

const QuoteDialog = ({ circle, of, onClose }: { readonly circle: OpenCircle; readonly of: Words; readonly onClose: () => void }) => {
  const t = useWords('sharing');
  const inWords = useRefusal('sharing');
  const nameOf = useNameOf(circle);
  const { quote } = useDo(circle);
  const { typed, text, type, done } = useTyped(`quote ${of.id.slice(27)}`);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const words = typed['words'] ?? of.text;
  const send = async (): Promise<void> => {
    if (words.trim() === '' || !of.text.includes(words.trim())) return setRefused({ code: 'quote-not-in-it' });
    const { ok } = await quote(of, words, text('text'));
    if (!ok) return;
    done();
    onClose();
  };
  return (
    <Dialog
      title={t('quote.title', { name: nameOf(of.by) })}
      onClose={onClose}
      foot={
        <>
          <Button look="go" onPress={() => void send()}>
            {t('quote.do')}
          </Button>
          <Button look="bare" onPress={onClose}>
            {t('leave-it')}
          </Button>
        </>
      }
    >
      <div className="stack">
        <TextArea
          label={t('quote.words')}
          hint={t('quote.words-hint')}
          value={words}
          onChange={(next) => {
            setRefused(null);
            type('words', next);
          }}
          refused={refused ? inWords(refused) : undefined}
        />
        <TextArea label={t('quote.yours')} value={text('text')} onChange={(next) => type('text', next)} />
        <p className="s q">{t(of.terms?.quote === 'named' ? 'quote.named' : 'quote.unnamed', { name: nameOf(of.by), circle: circle.name })}</p>
      </div>
    </Dialog>
  );
};

/** Nothing where the words may not be quoted. */
export const QuoteButton = ({ circle, of }: { readonly circle: OpenCircle; readonly of: Words }) => {
  const t = useWords('sharing');
  const [isOpen, setOpen] = useState(false);
  if (of.by === circle.me || !of.terms || of.terms.quote === 'no' || circle.standing !== 'in') return null;
  return (
    <>
      <Button look="bare" icon="quote" onPress={() => setOpen(true)}>
        {t('quote.do')}
      </Button>
      {isOpen && <QuoteDialog circle={circle} of={of} onClose={() => setOpen(false)} />}
    </>
  );
};

export const QuoteRow = ({ circle, quote }: { readonly circle: OpenCircle; readonly quote: ShownQuote }) => {
  const t = useWords('sharing');
  const nameOf = useNameOf(circle);
  const day = useDay();
  const { takeBack } = useDo(circle);
  const { by, at, words, whose, text } = quote;
  const isMine = by === circle.me;
  return (
    <li className="row">
      <p className="mg num">
        {isMine ? t('who.quoted-me') : t('who.quoted', { name: nameOf(by) })}
        <span className="nl"> </span>
        {day(at)}
      </p>
      <div className="tx wide stack">
        <blockquote className="quote stack">
          <p className="said" dir="auto">
            {words}
          </p>
          <p className="s q">{whose === null ? t('quote.by-nobody') : whose === circle.me ? t('you') : nameOf(whose)}</p>
        </blockquote>
        {text !== '' && (
          <p className="said" dir="auto">
            {text}
          </p>
        )}
        {isMine && circle.standing === 'in' && (
          <div className="cluster">
            <Button look="bare" onPress={() => void takeBack(quote)}>
              {t('take-back')}
            </Button>
          </div>
        )}
      </div>
    </li>
  );
};
