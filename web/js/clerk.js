// The engine's API in a worker: each message names a function and its words, and is answered on its port.
let api;
addEventListener("message", async ({ data }) => {
  if (data.glue) {
    api = import(data.glue).then(async (glue) => {
      await glue.default({ module_or_path: data.module });
      return glue;
    });
    return;
  }
  try {
    data.port.postMessage({ answer: (await api)[data.name](...data.words) });
  } catch (error) {
    data.port.postMessage({ error: String(error) });
  }
});
