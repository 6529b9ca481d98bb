/** A person may name a topic `__proto__`; plain assignment would set a prototype and lose the name. */
export const put = <T>(bag: Record<string, T>, name: string, value: T): void => {
  if (name === '__proto__') Object.defineProperty(bag, name, { value, enumerable: true, configurable: true, writable: true });
  else bag[name] = value;
};
