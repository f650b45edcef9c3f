/** Entry of editor-data.js: what completion and hover know. A file of its own, so that the editor is there before it. */
import generated from "kic:generated";
import { chartFields, chartItemValues } from "./chart";
import { gatewayTexts } from "./texts/gateway";
import { kongTexts, metadataTexts } from "./texts/kong";
import { flagTexts, listenTexts, variables } from "./texts/settings";
import { credentialKeys, fieldValues, freeKeys } from "./texts/values";
import type { Data } from "./types";

const data: Data = {
  ...generated,
  fieldTexts: { ...gatewayTexts, ...kongTexts, "*": metadataTexts },
  fieldValues,
  freeKeys,
  credentialKeys,
  flagTexts,
  variables,
  listenTexts,
  chart: chartFields(),
  chartItemValues,
};
export default data;
