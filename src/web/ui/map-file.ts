// Files of maps in the page; what reads and writes them (formats/system-map.ts) is fetched when a file is first read or saved.

import type { ReadMap } from '#formats/system-map.ts';
import { textToBytes } from '#core/text.ts';
import type { MapFile, SystemMap } from '#rooms/systems/model.ts';
import { saveFile } from '#web/ui/save-file.ts';

export type { ReadMap } from '#formats/system-map.ts';

export const readMapFile = async (file: File): Promise<ReadMap> => {
  const { MOST_MAP_BYTES, readMap } = await import('#formats/system-map.ts');
  // One byte more than is taken tells that it is too large.
  return readMap(new Uint8Array(await file.slice(0, MOST_MAP_BYTES + 1).arrayBuffer()), file.name);
};

export const saveMapFile = async (map: SystemMap, form: 'markdown' | 'canvas', word: (key: string, places?: Readonly<Record<string, string>>) => string): Promise<void> => {
  const { mapFileName, mapToCanvas, mapToMarkdown } = await import('#formats/system-map.ts');
  if (form === 'markdown') saveFile(mapFileName(map, form), mapToMarkdown(map, word), 'text/markdown');
  else saveFile(mapFileName(map, form), mapToCanvas(map), 'application/json');
};

/** A map as its file would bring it into another place: its words, parts and arrows, and no link. */
export const copyOfMap = async (map: SystemMap): Promise<MapFile | null> => {
  const { mapToCanvas, readMap } = await import('#formats/system-map.ts');
  return readMap(textToBytes(mapToCanvas(map)), map.title).map;
};
