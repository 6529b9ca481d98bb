// A small picture of a picture, for lists and the timeline. Runs in a page or its worker (OffscreenCanvas).
// The browser turns the picture as its Exif says, so a thumbnail is upright, and has no Exif of its own.
// Invariant: null, never a throw, for a picture that this browser cannot show (HEIC outside Safari, a damaged file).

/** Pixels of the longest side. */
export const THUMBNAIL_SIDE = 480;

/** More pixels than this are not unpacked for a thumbnail: a picture may claim any size in a few bytes. */
const MOST_PIXELS = 120_000_000;

export interface Thumbnail {
  readonly bytes: Uint8Array;
  readonly mime: 'image/webp' | 'image/jpeg';
  readonly width: number;
  readonly height: number;
}

/** A thumbnail of at most 480 pixels; smaller pictures keep their size. `size` is that of pictureSize, where known. */
export const createThumbnail = async (picture: Blob, size: { readonly width: number; readonly height: number } | null): Promise<Thumbnail | null> => {
  if (size && size.width * size.height > MOST_PIXELS) return null;
  let bitmap: ImageBitmap | null = null;
  try {
    bitmap = await createImageBitmap(picture, { imageOrientation: 'from-image' });
    const scale = Math.min(1, THUMBNAIL_SIDE / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale))];
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (!context) return null;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    // A browser that cannot write WebP gives PNG in its place, which is large: JPEG then, on white for what is see-through.
    let blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.8 });
    if (blob.type !== 'image/webp') {
      context.globalCompositeOperation = 'destination-over';
      context.fillStyle = '#fff';
      context.fillRect(0, 0, width, height);
      blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
    }
    return { bytes: new Uint8Array(await blob.arrayBuffer()), mime: blob.type === 'image/webp' ? 'image/webp' : 'image/jpeg', width, height };
  } catch {
    return null;
  } finally {
    bitmap?.close();
  }
};
