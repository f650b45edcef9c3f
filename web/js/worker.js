// The engine's worker: the page's own wasm, serving instead of showing. The page sends the compiled module.
addEventListener(
  "message",
  async ({ data: { glue, module } }) => {
    const { default: init, serve } = await import(glue);
    await init({ module_or_path: module });
    serve();
  },
  { once: true },
);
