// The page's own theme, made as many pages make theirs: an attribute that only its own styles know.
document.getElementById("theme").addEventListener("click", () => {
  const { dataset } = document.documentElement;
  dataset.mode = dataset.mode === "dark" ? "light" : "dark";
});
