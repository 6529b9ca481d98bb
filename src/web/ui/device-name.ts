// What a device is called until its person says otherwise: the browser and the system, as the browser tells them.

/** “Firefox, Windows”: a name that one knows again. */
export const deviceName = (): string => {
  const agent = navigator.userAgent;
  const browser = [/Edg\//, /Firefox\//, /Chrome\//, /Safari\//].findIndex((each) => each.test(agent));
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'].find((each) => agent.includes(each));
  return [['Edge', 'Firefox', 'Chrome', 'Safari'][browser], system].filter(Boolean).join(', ');
};
