// Before the first paint: the theme that the user chose (web/src/state/view.rs keeps it), else the system's.
try {
  const { theme } = JSON.parse(localStorage.getItem("kic-playground.view")) ?? {};
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Nothing is kept, or nothing may be read: the system's theme.
}
// Keys have other names there.
if (/Mac|iPhone|iPad/.test(navigator.platform)) document.documentElement.dataset.platform = "mac";
