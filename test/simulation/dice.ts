// Chance that can be repeated: everything a simulated run draws comes from its seed. sfc32 (Chris Doty-Humphrey, PractRand).

export interface Dice {
  /** In [0, 1). */
  next(): number;
  /** A whole number below `most`. */
  below(most: number): number;
  chance(share: number): boolean;
  pick<T>(some: readonly T[]): T;
  bytes(length: number): Uint8Array;
  /** Dice of their own, so that what one part draws does not move the others. */
  fork(name: string): Dice;
}

const hash = (text: string): number => {
  let h = 2_166_136_261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16_777_619);
  return h >>> 0;
};

export const createDice = (seed: string): Dice => {
  let [a, b, c, d] = [hash(`a${seed}`), hash(`b${seed}`), hash(`c${seed}`), 1];
  const word = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 15; i++) word();
  const dice: Dice = {
    next: () => word() / 4_294_967_296,
    below: (most) => Math.floor(dice.next() * most),
    chance: (share) => dice.next() < share,
    pick: (some) => some[dice.below(some.length)]!,
    bytes(length) {
      const out = new Uint8Array(length);
      for (let i = 0; i < length; i++) out[i] = word() & 255;
      return out;
    },
    fork: (name) => createDice(`${seed}/${name}/${word()}`),
  };
  return dice;
};
