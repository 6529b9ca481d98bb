// Exif, as far as leaving it behind needs: whether it tells a place, how the picture is turned, and the smallest
// block that says only how it is turned (CIPA DC-008; TIFF 6.0). Reads both byte orders; never throws.

export interface ExifFacts {
  /** 1 to 8 as in the standard; 1 (upright) where it is not said. */
  readonly orientation: number;
  readonly hasPlace: boolean;
}

const NOTHING: ExifFacts = { orientation: 1, hasPlace: false };

/** Reads the first directory of a TIFF block (the part of Exif from `II` or `MM` on). */
export const parseExif = (tiff: Uint8Array): ExifFacts => {
  const little = tiff[0] === 0x49 && tiff[1] === 0x49;
  if (tiff.length < 14 || (!little && !(tiff[0] === 0x4d && tiff[1] === 0x4d))) return NOTHING;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const start = view.getUint32(4, little);
  if (view.getUint16(2, little) !== 42 || start + 2 > tiff.length) return NOTHING;
  let [orientation, hasPlace] = [1, false];
  const count = view.getUint16(start, little);
  for (let i = 0, at = start + 2; i < count && at + 12 <= tiff.length; i++, at += 12) {
    const tag = view.getUint16(at, little);
    if (tag === 0x0112) orientation = view.getUint16(at + 8, little);
    if (tag === 0x8825) hasPlace = true;
  }
  return { orientation: orientation >= 1 && orientation <= 8 ? orientation : 1, hasPlace };
};

/** A TIFF block that says how the picture is turned and nothing else: 26 bytes. */
export const orientationExif = (orientation: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array([0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]);

/** True where text (XMP, a comment, a tag's value) seems to tell a place. Only used to say so: it is removed either way. */
export const tellsPlace = (bytes: Uint8Array): boolean => {
  let text = '';
  for (let at = 0; at < Math.min(bytes.length, 262_144); at += 8192) text += String.fromCharCode(...bytes.subarray(at, Math.min(at + 8192, bytes.length)));
  return /gps|location|\bcity\b|:city|sublocation|country|latitude|longitude|geo:|iso6709/i.test(text);
};
