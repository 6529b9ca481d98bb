// The map as a list: every arrow a line, every part without one a line after them. Found by words; of thousands a hundred at a time.

import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { SearchField } from '#web/ui/field.tsx';
import { Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import type { SystemMap } from './model.ts';
import { Name, Sign, useDoesWords, useNameOf } from './parts.tsx';
import { arrowHref, partHref, type MapPlace } from './use-map.tsx';

/** At once; and from how many lines on one may look for words. */
const [AT_ONCE, TO_SEARCH] = [100, 30];

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

export const ListSection = ({ place, map }: { readonly place: MapPlace; readonly map: SystemMap }) => {
  const t = useWords('systems');
  const nameOf = useNameOf(map);
  const doesWords = useDoesWords();
  const [asked, setAsked] = useState('');
  const [most, setMost] = useState(AT_ONCE);
  const names = new Map(map.parts.map(({ id, words }) => [id, words]));
  const name = (id: string): string => names.get(id) ?? nameOf(id);
  const wanted = fold(asked.trim());
  const has = (...texts: readonly string[]): boolean => wanted === '' || texts.some((text) => fold(text).includes(wanted));
  const joined = new Set(map.arrows.flatMap(({ from, to }) => [from, to]));
  const arrows = map.arrows.filter(({ from, to, note }) => has(name(from), name(to), note));
  const alone = map.parts.filter(({ id, words, more }) => !joined.has(id) && has(words, more));
  const count = arrows.length + alone.length;
  if (map.parts.length === 0) return null;
  return (
    <Row as="section" labelledBy="list-h" note={t('list.note')} wide stack>
      <h2 className="vh" id="list-h">
        {t('list.title')}
      </h2>
      {map.arrows.length + map.parts.length > TO_SEARCH && (
        <>
          <SearchField
            label={t('list.search')}
            value={asked}
            onChange={(text) => {
              setAsked(text);
              setMost(AT_ONCE);
            }}
          />
          <p className="vh" role="status">
            {wanted !== '' && t('list.found', { count })}
          </p>
        </>
      )}
      {arrows.length > 0 && (
        <table className="fold sys-list">
          <caption className="vh">{t('list.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('field.this')}</th>
              <th scope="col">{t('field.does')}</th>
              <th scope="col">{t('field.to-this')}</th>
              <th scope="col">{t('rests-on')}</th>
            </tr>
          </thead>
          <tbody>
            {arrows.slice(0, most).map((arrow) => (
              <tr key={arrow.id}>
                <th scope="row">{names.has(arrow.from) ? <Name href={partHref(place, arrow.from)}>{name(arrow.from)}</Name> : <span className="q">{name(arrow.from)}</span>}</th>
                <td>
                  <Sign does={arrow.does} /> <Name href={arrowHref(place, arrow.id)}>{doesWords(arrow)}</Name>
                </td>
                <td>{names.has(arrow.to) ? <Name href={partHref(place, arrow.to)}>{name(arrow.to)}</Name> : <span className="q">{name(arrow.to)}</span>}</td>
                <td className="s q" data-l={arrow.note === '' && !arrow.isGuess && arrow.links.length === 0 ? '' : t('rests-on-colon')}>
                  {[arrow.note.split('\n')[0]!, arrow.isGuess ? t('a-guess') : '', arrow.links.length > 0 ? t('links-count', { count: arrow.links.length }) : '']
                    .filter((text) => text !== '')
                    .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {alone.length > 0 && arrows.length <= most && (
        <>
          {map.arrows.length > 0 && <h3 className="s q">{t('list.alone')}</h3>}
          <ul className="list">
            {alone.slice(0, most - arrows.length).map(({ id, words }) => (
              <li key={id}>
                <Name href={partHref(place, id)}>{words}</Name>
              </li>
            ))}
          </ul>
        </>
      )}
      {count === 0 && <p className="q">{t('list.none')}</p>}
      {count > most && (
        <p>
          <Button look="bare" onPress={() => setMost(most + AT_ONCE)}>
            {t('list.more', { more: Math.min(AT_ONCE, count - most), count })}
          </Button>
        </p>
      )}
    </Row>
  );
};
