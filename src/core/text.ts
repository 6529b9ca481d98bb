// Text to bytes and back. The only place where pure code names TextEncoder and TextDecoder, which every platform
// has and which no compiler library without the screen's declares.

declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
declare const TextDecoder: new (label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean }) => { decode(bytes: Uint8Array): string };

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const textToBytes = (text: string): Uint8Array<ArrayBuffer> => encoder.encode(text);

/** UTF-8; damaged bytes become U+FFFD. */
export const bytesToText = (bytes: Uint8Array): string => decoder.decode(bytes);

/** UTF-8, or null when the bytes are not UTF-8. */
export const bytesToTextStrict = (bytes: Uint8Array): string | null => {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
};

/** Decodes by label (`utf-16le`, `utf-16be`, `windows-1252`); damaged bytes become U+FFFD. */
export const decodeAs = (bytes: Uint8Array, label: 'utf-16le' | 'utf-16be' | 'windows-1252'): string => new TextDecoder(label).decode(bytes);
