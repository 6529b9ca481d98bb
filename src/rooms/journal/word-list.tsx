// The words one chooses from: feelings by quarter, areas of the body, sensations, areas of life. Words of one's own are
// added, any can be hidden and brought back. An entry keeps every word it holds, whatever is hidden here.

import './looking.css';
import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { useAct, useJournal, useShownWord } from './use-journal.tsx';
import { addWord, hiddenWordsOf, hideWord, LISTS, MOST_WORD, QUADRANTS, wordToId, type ListName, type Quadrant, type VocabularyWord } from './vocabularies.ts';

const useKnown = (): ((list: ListName) => Record<string, string>) => {
  const { words, vocabularies } = useJournal();
  const shown = useShownWord();
  return (list) => Object.fromEntries([...words[list], ...hiddenWordsOf(vocabularies[list])].map(({ id }) => [`${list}.${id}`, shown(list, id)]));
};

const Add = ({ list, quadrant, label }: { readonly list: ListName; readonly quadrant: Quadrant | null; readonly label: string }) => {
  const t = useWords('journal');
  const act = useAct();
  const inWords = useRefusal('journal');
  const known = useKnown();
  const { vocabularies } = useJournal();
  const [typed, setTyped] = useState('');
  const [refused, setRefused] = useState('');
  const add = async (): Promise<void> => {
    const id = wordToId(list, typed, known(list));
    const added = addWord(vocabularies[list], id, quadrant);
    if (!added.ok) return setRefused(inWords(added.error));
    const done = await act(added, 'words.added', { word: typed.trim() });
    if (done.ok) setTyped('');
  };
  return (
    <form
      className="add-own"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <TextField
        label={label}
        value={typed}
        maxLength={MOST_WORD}
        onChange={(next) => {
          setTyped(next);
          setRefused('');
        }}
        refused={refused || undefined}
      />
      <Button type="submit" isDisabled={typed.trim() === ''}>
        {t('choose.add')}
      </Button>
    </form>
  );
};

const Words = ({ list, words, label }: { readonly list: ListName; readonly words: readonly VocabularyWord[]; readonly label: string }) => {
  const t = useWords('journal');
  const act = useAct();
  const shown = useShownWord();
  const { vocabularies } = useJournal();
  if (words.length === 0) return null;
  return (
    <ul className="words-list" aria-label={label}>
      {words.map(({ id, own }) => {
        const word = shown(list, id);
        return (
          <li key={id}>
            <span dir="auto">{word}</span>
            <button
              type="button"
              aria-label={t(own ? 'words.take' : 'words.hide', { word })}
              title={t(own ? 'words.take' : 'words.hide', { word })}
              onClick={() => void act(hideWord(vocabularies[list], id), own ? 'words.taken' : 'words.hidden', { word })}
            >
              <Icon name={own ? 'close' : 'hide'} />
            </button>
          </li>
        );
      })}
    </ul>
  );
};

const Hidden = ({ list }: { readonly list: ListName }) => {
  const t = useWords('journal');
  const act = useAct();
  const shown = useShownWord();
  const { vocabularies } = useJournal();
  const hidden = hiddenWordsOf(vocabularies[list]);
  if (hidden.length === 0) return null;
  return (
    <details>
      <summary>{t('words.hidden-count', { count: hidden.length })}</summary>
      <ul className="words-list">
        {hidden.map(({ id, quadrant }) => (
          <li key={id}>
            <span dir="auto">{shown(list, id)}</span>
            <button
              type="button"
              aria-label={t('words.back', { word: shown(list, id) })}
              title={t('words.back', { word: shown(list, id) })}
              onClick={() => void act(addWord(vocabularies[list], id, quadrant), 'words.back-done', { word: shown(list, id) })}
            >
              <Icon name="undo" />
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
};

const OneList = ({ list }: { readonly list: ListName }) => {
  const t = useWords('journal');
  const { words } = useJournal();
  const name = t(`words.list.${list}`);
  if (list !== 'feelings')
    return (
      <>
        <Words list={list} words={words[list]} label={name} />
        <Add list={list} quadrant={null} label={t('words.own')} />
        <Hidden list={list} />
      </>
    );
  const apart = words.feelings.filter(({ quadrant }) => quadrant === null);
  return (
    <>
      {QUADRANTS.map((quadrant) => (
        <section key={quadrant} className="stack">
          <h4>{t(`words.quarter.${quadrant}`)}</h4>
          <Words list={list} words={words.feelings.filter((word) => word.quadrant === quadrant)} label={t(`words.quarter.${quadrant}`)} />
          <Add list={list} quadrant={quadrant} label={t('words.own-in', { quarter: t(`words.quarter.${quadrant}`) })} />
        </section>
      ))}
      {apart.length > 0 && (
        <section className="stack">
          <h4>{t('words.quarter.none')}</h4>
          <Words list={list} words={apart} label={t('words.quarter.none')} />
        </section>
      )}
      <Hidden list={list} />
    </>
  );
};

/** All four lists, folded, for the settings page. */
export const WordLists = () => {
  const t = useWords('journal');
  const { words } = useJournal();
  return (
    <div className="stack">
      <p className="s q">{t('words.about')}</p>
      {LISTS.map((list) => (
        <details key={list}>
          <summary>
            {t(`words.list.${list}`)} <span className="q num list-count">{t('words.count', { count: words[list].length })}</span>
          </summary>
          <div className="stack">
            <OneList list={list} />
          </div>
        </details>
      ))}
    </div>
  );
};
