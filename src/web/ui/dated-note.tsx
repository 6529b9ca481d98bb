// The page of one note that has a day (core/dated-notes.ts): its words and its day are changed there, and it is deleted. The same in each room
// that has such notes; the words are the room's own.

import { useLocation } from 'wouter';
import type { Change } from '#core/change.ts';
import type { DatedNote, NoteDraft } from '#core/dated-notes.ts';
import type { Result } from '#core/result.ts';
import { dayOf } from '#core/when.ts';
import { Button, LinkButton, TextLink } from './button.tsx';
import { TextArea, TextField } from './field.tsx';
import { placeOf, useFormValues } from './form-values.ts';
import { Form } from './form.tsx';
import { NotHere } from './in-place.tsx';
import { Linked } from './linked.tsx';
import { useDelete } from './own.ts';
import { Page } from './page.tsx';
import { Row, Sheet, Title } from './sheet.tsx';
import type { ReactNode } from 'react';

interface Words {
  /** What such a note is called. */
  readonly one: string;
  /** Said where what it is about is not here. */
  readonly alone: string;
  readonly text: string;
  readonly day: string;
  /** Beside an empty day: what that means. */
  readonly noDayHint: string;
  readonly save: string;
  readonly leave: string;
  readonly delete: string;
}

interface Props {
  readonly room: string;
  readonly words: Words;
  /** Null: no such note is here. */
  readonly note: DatedNote | null;
  /** Its day, as it is shown. */
  readonly day: string;
  readonly most: number;
  /** What it is about: null where that is not here. */
  readonly about: ReactNode;
  readonly back: string;
  /** The name of the room's list, where what it is about is not here. */
  readonly list: string;
  readonly onSave: (note: DatedNote, draft: NoteDraft) => Promise<Result<unknown>>;
  readonly onDelete: (note: DatedNote) => readonly Change[];
  /** Said, with a way back, once it is deleted. */
  readonly deleted: string;
}

const NoteForm = ({ room, words, note, most, back, onSave }: Pick<Props, 'room' | 'words' | 'most' | 'back' | 'onSave'> & { readonly note: DatedNote }) => {
  const [, go] = useLocation();
  const { values, change, clear } = useFormValues(placeOf(`note of ${room}`, note.id), { text: note.text, day: dayOf(note.when) });
  return (
    <Form
      go={words.save}
      onGo={async () => {
        const done = await onSave(note, values);
        if (done.ok) {
          clear();
          go(back, { replace: true });
        }
        return done;
      }}
      beside={
        <LinkButton href={back} look="bare">
          {words.leave}
        </LinkButton>
      }
    >
      <TextArea label={words.text} quiet value={values.text} onChange={(text) => change({ text })} maxLength={most} />
      <TextField type="date" label={words.day} {...(note.when === '' ? { hint: words.noDayHint } : {})} value={values.day} onChange={(day) => change({ day })} />
    </Form>
  );
};

export const DatedNotePage = ({ room, words, note, day, most, about, back, list, onSave, onDelete, deleted }: Props) => {
  const remove = useDelete(room);
  const where = (
    <TextLink href={back} icon="back">
      {about ?? list}
    </TextLink>
  );
  if (!note) return <NotHere where={where} />;
  return (
    <Page title={words.one} where={where}>
      <Sheet>
        <Title note={day} {...(about === null ? { sub: words.alone } : {})}>
          {words.one}
        </Title>
        <Row note="">
          <NoteForm key={note.id} room={room} words={words} note={note} most={most} back={back} onSave={onSave} />
        </Row>
        {note.when !== '' && <Linked id={note.id} />}
        <Row note="" wide>
          <Button look="bare" icon="delete" onPress={() => remove(onDelete(note), back, deleted)}>
            {words.delete}
          </Button>
        </Row>
      </Sheet>
    </Page>
  );
};
