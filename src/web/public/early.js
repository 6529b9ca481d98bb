// Runs before the first paint: the theme and the direction that were chosen on this device, so that nothing flashes.
// The same names are read and written in ui/preferences.ts.
(function () {
  const html = document.documentElement;
  try {
    const theme = localStorage.getItem('kith.theme');
    if (theme === 'light' || theme === 'dark') html.setAttribute('data-theme', theme);
    let language = localStorage.getItem('kith.language');
    if (!language) {
      const known = ['en', 'es', 'ar'];
      language = (navigator.languages || [navigator.language])
        .map(function (tag) {
          return tag.slice(0, 2).toLowerCase();
        })
        .filter(function (tag) {
          return known.indexOf(tag) >= 0;
        })[0];
    }
    if (language) {
      html.lang = language;
      html.dir = language === 'ar' ? 'rtl' : 'ltr';
    }
  } catch {
    // A browser that keeps nothing: the page works, with the choices of the system.
  }
})();
