// Runs before the first paint, so that the page never flashes in the other color. It is no module for that reason.
(() => {
  const root = document.documentElement;
  root.dataset.theme = localStorage.getItem('bobbin.theme') ?? '';

  const isDark = () => root.dataset.theme
    ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;

  document.addEventListener('click', event => {
    if (event.target.closest('#theme')) {
      root.dataset.theme = isDark() ? 'light' : 'dark';
      localStorage.setItem('bobbin.theme', root.dataset.theme);
    }
  });
})();
