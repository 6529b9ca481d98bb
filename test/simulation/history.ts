// What was written during a run, and what of it must be found at the end. A text is accounted for when it is among the versions
// of its record, or among the private copies of a removed member, or was replaced (or deleted) by a write made after seeing it
// that is itself accounted for.

import { registerOf, textsOf, type VaultRecord } from '#core/record.ts';

export interface Write {
  readonly device: number;
  readonly id: string;
  readonly text: string | null;
  readonly mood: string | null;
  readonly drop: boolean;
  readonly empty: boolean;
  sawTexts: readonly string[];
  sawMood: string | null;
  performed: boolean;
}

export interface History {
  readonly writes: Write[];
  begin(write: Omit<Write, 'sawTexts' | 'sawMood' | 'performed'>): Write;
  judge(end: { readonly records: ReadonlyMap<string, VaultRecord>; readonly copies: readonly VaultRecord[]; readonly gone: ReadonlySet<number> }): string[];
}

export const sawBefore = (write: Write, before: VaultRecord | undefined): void => {
  write.sawTexts = before ? textsOf(before, 'text') : [];
  const mood = before ? registerOf(before, 'mood') : undefined;
  write.sawMood = typeof mood === 'string' ? mood : null;
};

export const createHistory = (): History => {
  const writes: Write[] = [];
  return {
    writes,
    begin(write) {
      const begun: Write = { ...write, sawTexts: [], sawMood: null, performed: false };
      writes.push(begun);
      return begun;
    },
    judge({ records, copies, gone }) {
      const wrong: string[] = [];
      const done = writes.filter(({ performed }) => performed);
      const over = new Map<string, Write[]>();
      for (const write of done) for (const text of write.sawTexts) if (write.text !== null || write.drop) over.set(text, [...(over.get(text) ?? []), write]);
      const there = new Set<string>();
      for (const record of [...records.values(), ...copies]) for (const text of textsOf(record, 'text')) there.add(text);
      const known = new Map<string, boolean>();
      const accounted = (text: string): boolean => {
        const before = known.get(text);
        if (before !== undefined) return before;
        known.set(text, there.has(text));
        const is = there.has(text) || (over.get(text) ?? []).some((write) => write.drop || (write.text !== null && accounted(write.text)));
        known.set(text, is);
        return is;
      };
      for (const { text, device, id } of done) if (text !== null && !accounted(text)) wrong.push(`lost: ${JSON.stringify(text.slice(0, 30))} written by ${device} in ${id}`);
      // An emptied record has forgotten what was written after what: there only loss is judged.
      const emptied = new Set(done.filter(({ empty }) => empty).map(({ id }) => id));
      const moods = Map.groupBy(
        done.filter(({ mood, device }) => mood !== null && !gone.has(device)),
        ({ id }) => id,
      );
      for (const [id, record] of records) {
        if (emptied.has(id)) continue;
        for (const text of textsOf(record, 'text'))
          for (const write of over.get(text) ?? [])
            if (write.text !== null && !gone.has(write.device) && write.id === id)
              wrong.push(`stands although it was replaced: ${JSON.stringify(text.slice(0, 30))} in ${id}, by ${JSON.stringify(write.text.slice(0, 30))}`);
        const mood = registerOf(record, 'mood');
        for (const write of moods.get(id) ?? []) if (write.sawMood === mood) wrong.push(`mood ${String(mood)} of ${id} stands although ${write.mood} was set after it was seen`);
      }
      return wrong;
    },
  };
};
