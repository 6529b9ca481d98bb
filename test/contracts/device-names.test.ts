// A host keeps the names of a person's devices and can do nothing with them: not read them, not give one to another device.

import { expect, test } from 'vitest';
import { readLabel, sealLabel } from '#adapters/account-parts.ts';
import { random, readySodium } from '#adapters/sodium.ts';

const sodium = await readySodium();
const key = random(32);
const ACCOUNT = 'a'.repeat(26);
const [PHONE, LAPTOP] = ['p'.repeat(13), 'k'.repeat(13)];
const sealed = (device: string, name: string): string => sealLabel({ sodium, random } as Parameters<typeof sealLabel>[0], key, ACCOUNT, device, name);

test('A device’s name is sealed, of one size, and read only beside the device and account that it is of', () => {
  const [phone, laptop] = [sealed(PHONE, 'The phone in my pocket'), sealed(LAPTOP, 'L')];
  expect(phone).toHaveLength(laptop.length);
  expect(Buffer.from(phone, 'base64').includes('phone')).toBe(false);
  expect(readLabel(sodium, key, ACCOUNT, PHONE, phone)).toBe('The phone in my pocket');
  expect(readLabel(sodium, key, ACCOUNT, LAPTOP, phone)).toBe('');
  expect(readLabel(sodium, key, 'b'.repeat(26), PHONE, phone)).toBe('');
  expect(readLabel(sodium, random(32), ACCOUNT, PHONE, phone)).toBe('');
  const bytes = Buffer.from(phone, 'base64');
  for (let bit = 0; bit < bytes.length * 8; bit += 7) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    expect(readLabel(sodium, key, ACCOUNT, PHONE, flipped.toString('base64'))).toBe('');
  }
});
