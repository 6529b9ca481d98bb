// Limits that bound memory and time when something is read from outside. They stand in core because formats
// (which read) and adapters (which open containers) both keep them, and neither may import the other.

export const MOST = {
  /** Bytes of one text file (JSON, XML, CSV, Markdown). */
  textFile: 512 * 1024 * 1024,
  /** Bytes of one attachment. */
  attachment: 512 * 1024 * 1024,
  /** Bytes of everything unpacked from one container. */
  unpacked: 16 * 1024 ** 3,
  /** Files in one container. */
  files: 1_000_000,
  /** Nesting of JSON or markup. */
  depth: 200,
} as const;

/** The part of the limits that a container keeps; a test gives smaller ones. */
export type ContainerLimits = { readonly [N in 'attachment' | 'unpacked' | 'files']: number };
