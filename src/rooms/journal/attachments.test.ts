import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDesk, NOW } from '../../../test/fixtures/journal-desk.ts';
import {
  addressesOf,
  attach,
  attachmentOf,
  attachmentsOf,
  belongTo,
  detach,
  mediumOf,
  MOST_ATTACHED,
  MOST_ATTACHMENT,
  renameAttachment,
  setTranscript,
  type NewAttachment,
} from './attachments.ts';

const photo: NewAttachment = {
  name: 'a/b\\c.jpg',
  mime: 'image/jpeg',
  size: 4096,
  key: 'a2V5',
  chunks: ['x', 'y'],
  width: 640,
  height: 480,
  thumb: { key: 'dA==', chunks: ['z'], size: 100 },
};

describe('an attachment', () => {
  test('stands in its entry, in the journal of the entry, and says all that was given', () => {
    const desk = createDesk();
    const entry = desk.write({ text: 'With a photo.', journal: 'private' }, 'e');
    desk.apply(attach(photo, 'a', entry, NOW));
    expect(attachmentOf(desk.record('a'))).toMatchObject({ ...photo, entry: 'e', journal: 'private', locationKept: false, transcript: '' });
    expect(desk.entry('e').attachments).toEqual(['a']);
    expect(addressesOf(attachmentOf(desk.record('a'))!)).toEqual(['x', 'y', 'z']);
  });

  test('taken out leaves the entry; missing, it is counted and nothing else is lost', () => {
    const desk = createDesk();
    desk.write({ text: 'With two.' }, 'e');
    desk.apply(attach(photo, 'a', desk.entry('e'), NOW));
    desk.apply(attach({ ...photo, mime: 'audio/mp4' }, 'b', desk.entry('e'), NOW));
    const byId = new Map([['b', attachmentOf(desk.record('b'))!]]);
    expect(attachmentsOf(desk.entry('e'), byId)).toMatchObject({ here: [{ id: 'b' }], missing: 1 });
    desk.apply(detach(attachmentOf(desk.record('a'))!, desk.entry('e'), NOW));
    expect([desk.entry('e').attachments, attachmentOf(desk.record('a'))]).toEqual([['b'], null]);
    expect(desk.entry('e').text).toBe('With two.');
  });

  test('made while typing belongs to the entry that comes of it', () => {
    const desk = createDesk();
    desk.apply(attach(photo, 'a', null, NOW));
    desk.apply(belongTo([attachmentOf(desk.record('a'))!], { id: 'e', journal: 'private' }));
    expect(attachmentOf(desk.record('a'))).toMatchObject({ entry: 'e', journal: 'private' });
    expect(belongTo([attachmentOf(desk.record('a'))!], { id: 'e', journal: 'private' })).toEqual([]);
  });

  test('has a transcript and a name that can be changed', () => {
    const desk = createDesk();
    desk.apply(attach({ ...photo, mime: 'audio/mp4', transcript: 'Up.' }, 'a', null, NOW));
    const read = () => attachmentOf(desk.record('a'))!;
    desk.apply(setTranscript(read(), 'Up, and to the office.'));
    desk.apply(renameAttachment(read(), ' Morning '));
    expect(read()).toMatchObject({ transcript: 'Up, and to the office.', name: 'Morning' });
    expect(setTranscript(read(), read().transcript)).toEqual({ ok: true, value: [] });
    expect(renameAttachment(read(), ' ')).toMatchObject({ ok: false, error: { code: 'name-empty' } });
  });

  test('is a photo or a sound; anything else, and an SVG that can carry scripts, is not taken', () => {
    expect(['image/jpeg', 'IMAGE/HEIC', 'audio/mp4', 'image/svg+xml', 'video/mp4', 'text/html', '', 'image/', 'image/a b'].map(mediumOf)).toEqual([
      'photo',
      'photo',
      'sound',
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(attach({ ...photo, mime: 'application/pdf' }, 'a', null, NOW)).toMatchObject({ ok: false, error: { code: 'attachment-not-taken' } });
    expect(attach({ ...photo, size: MOST_ATTACHMENT + 1 }, 'a', null, NOW)).toMatchObject({ ok: false, error: { code: 'attachment-too-large' } });
    const desk = createDesk();
    const entry = desk.write({ text: 'x' }, 'e');
    expect(attach(photo, 'a', { ...entry, attachments: Array.from({ length: MOST_ATTACHED }, (_, at) => `a${at}`) }, NOW)).toMatchObject({
      ok: false,
      error: { code: 'attachments-too-many' },
    });
  });
});

test('whatever is given for an attachment is taken and reads back, or is refused; nothing throws', () => {
  const odd = fc.oneof(fc.anything(), fc.constant(undefined), fc.constant('x'), fc.constant(['x']), fc.integer());
  fc.assert(
    fc.property(
      fc.record(
        { name: odd, mime: fc.oneof(odd, fc.constant('image/png')), size: odd, key: odd, chunks: odd, width: odd, thumb: odd, seconds: odd, journal: odd, transcript: odd },
        { requiredKeys: [] },
      ),
      (part) => {
        const desk = createDesk();
        const made = attach({ ...photo, ...(part as Partial<NewAttachment>) }, 'a', null, NOW);
        if (!made.ok) return;
        desk.apply(made.value);
        expect(attachmentOf(desk.record('a'))).not.toBe(null);
      },
    ),
    { numRuns: 300 },
  );
});
