/** Made by web/editor/data/plugin.mjs. */
declare module "kic:generated" {
  const generated: import("./types").Generated;
  export default generated;
}
