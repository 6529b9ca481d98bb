// Drawing by words: a part, or an arrow as a line of the list. What an arrow names and is not there yet is made with it.

import { useId } from 'react';
import { Check, Choice, LineField, TextField } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { useFormValues } from '#web/ui/form-values.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { drawArrow } from './arrows.ts';
import { addPart, DOES, MOST, SORTS, type Does, type Layer, type Sort, type SystemMap } from './model.ts';
import { nowHere, type MapPlace } from './use-map.tsx';

interface Props {
  readonly place: MapPlace;
  readonly map: SystemMap;
}

export const AddPart = ({ place, map, near, onAdded }: Props & { readonly near: string; readonly onAdded: (id: string) => void }) => {
  const t = useWords('systems');
  const desk = useDesk();
  const { values, change, clear } = useFormValues(`part ${map.id}`, { words: '', sort: '' });
  return (
    <Form
      go={t('add-part-do')}
      look="plain"
      isReady={values.words.trim() !== ''}
      onGo={async () => {
        const id = desk.newId();
        const done = await place.act(addPart(map, { words: values.words, sort: values.sort as Sort | '' }, id, nowHere(), near), 'done.part');
        if (!done.ok) return done;
        clear();
        onAdded(id);
        return done;
      }}
    >
      <LineField label={t('field.words')} quiet={false} value={values.words} onChange={(words) => change({ words })} maxLength={MOST.words} placeholder={t('part-example')} />
      <Choice
        label={t('field.sort')}
        value={values.sort}
        onChange={(sort) => change({ sort })}
        options={[{ value: '', label: t('sort.none') }, ...SORTS.map((value) => ({ value: value as string, label: t(`sort.${value}`) }))]}
      />
    </Form>
  );
};

/** A line of a layer. */
export const AddToLayer = ({ place, map, layer }: Props & { readonly layer: Layer }) => {
  const t = useWords('systems');
  const desk = useDesk();
  const { values, change, clear } = useFormValues(`layer ${layer} ${map.id}`, { words: '' });
  return (
    <Form
      go={t('add-here')}
      look="plain"
      isReady={values.words.trim() !== ''}
      onGo={async () => {
        const done = await place.act(addPart(map, { words: values.words, layer }, desk.newId(), nowHere()), 'done.part');
        if (done.ok) clear();
        return done;
      }}
    >
      <LineField label={t(`layer.${layer}`)} value={values.words} onChange={(words) => change({ words })} maxLength={MOST.words} placeholder={t(`layer-example.${layer}`)} />
    </Form>
  );
};

export const useDoesOptions = (): readonly { readonly value: Does | ''; readonly label: string }[] => {
  const t = useWords('systems');
  return [...DOES.map((value) => ({ value, label: t(`does-sign.${value}`) })), { value: '' as const, label: t('does.none') }];
};

export const AddArrow = ({ place, map, from }: Props & { readonly from?: string }) => {
  const t = useWords('systems');
  const desk = useDesk();
  const list = useId();
  const options = useDoesOptions();
  const { values, change, clear } = useFormValues(`arrow ${from === undefined ? map.id : `from ${from}`}`, { from: '', does: 'more', to: '', late: '' });
  return (
    <Form
      go={t('add-arrow-do')}
      look="plain"
      isReady={values.to.trim() !== '' && (from !== undefined || values.from.trim() !== '')}
      onGo={async () => {
        const ends = { from: from === undefined ? { words: values.from } : { id: from }, to: { words: values.to } };
        const done = await place.act(drawArrow(map, { ...ends, does: values.does as Does | '', isLate: values.late === 'yes' }, desk.newId, nowHere()), 'done.arrow');
        if (done.ok) clear();
        return done;
      }}
    >
      <datalist id={list}>
        {map.parts.map(({ id, words }) => (
          <option key={id}>{words}</option>
        ))}
      </datalist>
      <div className="sys-ends">
        {from === undefined && (
          <TextField label={t('field.this')} list={list} value={values.from} onChange={(text) => change({ from: text })} maxLength={MOST.words} placeholder={t('this-example')} />
        )}
        <Choice label={t('field.does')} value={values.does as Does | ''} onChange={(does) => change({ does })} options={options} />
        <TextField label={t('field.to-this')} list={list} value={values.to} onChange={(text) => change({ to: text })} maxLength={MOST.words} placeholder={t('to-example')} />
      </div>
      <Check label={t('late')} value={values.late === 'yes'} onChange={(late) => change({ late: late ? 'yes' : '' })} />
    </Form>
  );
};
