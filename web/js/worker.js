// The engine's worker: first comes the address of its glue, which is loaded at once, then the compiled module.
let glue;
addEventListener("message", async function hear({ data }) {
  if (data.glue) {
    glue = import(data.glue);
    return;
  }
  removeEventListener("message", hear);
  const { default: init, serve } = await glue;
  await init({ module_or_path: data.module });
  serve();
});
