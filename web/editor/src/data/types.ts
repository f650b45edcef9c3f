/** A row of the table of schema nodes. Numbers are places in that table. */
export interface SchemaNode {
  /** Type, in the words that are shown. */
  t: string;
  /** Properties, in the order of the schema. */
  p?: Record<string, number>;
  /** Names of required properties. */
  r?: string[];
  /** Items of an array. */
  i?: number;
  /** Values under keys that are not named. */
  a?: number;
  /** Allowed values. */
  e?: (string | number | boolean)[];
  /** What the API server fills in. */
  d?: unknown;
  /** Least and greatest number. */
  n?: [number | null, number | null];
  /** Least and greatest length of a text, or number of items. */
  l?: [number | null, number | null];
}

export interface KindRow {
  /** Empty for Kubernetes' core group. */
  group: string;
  kind: string;
  namespaced: boolean;
  /** Names of versions with their roots; what the controller reads stands first. */
  versions: [string, number][];
}

export interface Schemas {
  kinds: KindRow[];
  nodes: SchemaNode[];
}

/** A row of core/src/annotations/catalogue.rs. */
export interface AnnotationRow {
  form: "annotation" | "prefix" | "label";
  key: string;
  kinds: string[];
  /** Variant of `ValueRule`. */
  rule: string;
  /** Words of `OneOf` and `ListOf`. */
  values?: string[];
  /** Kind whose objects `Name` names. */
  target?: string;
  effect: string;
  default: string;
  /** Router flavors, where it is not all of them. */
  flavors?: string;
  since?: string;
}

/** A flag of the controller. */
export interface Flag {
  /** As on the command line, without dashes in front. */
  name: string;
  variable: string;
  /** Variant of `Kind` in core/src/settings/controller/flags.rs. */
  type: string;
  since: string;
  default?: string;
}

export interface Gate {
  name: string;
  default: boolean;
  text: string;
}

/** What comes out of the core's own tables; see web/editor/data. */
export interface Generated {
  schemas: Schemas;
  annotations: AnnotationRow[];
  flags: Flag[];
  gates: Gate[];
  listenFlags: { proxy: string[]; stream: string[] };
  /** Defaults of chart `kong` by path. */
  chartDefaults: Record<string, unknown>;
}

/** Texts by path; a list's items add `[]` to its name. */
export type Texts = Record<string, string>;

/** What the editor knows about its texts: the default export of editor-data.js. */
export interface Data extends Generated {
  /** By kind, by several kinds with blanks between them, or `*` for all. */
  fieldTexts: Record<string, Texts>;
  /** Usual values of fields whose schema lists none; keys as in `fieldTexts`. */
  fieldValues: Record<string, Record<string, string[]>>;
  /** Usual keys of mappings whose keys are free, with what they hold; keys as in `fieldTexts`. */
  freeKeys: Record<string, Record<string, Texts>>;
  /** Keys of Secrets that hold a credential, by its type. */
  credentialKeys: Record<string, string[]>;
  flagTexts: Texts;
  /** Variables of Kong. */
  variables: Variable[];
  listenTexts: Texts;
  chart: ChartField[];
  /** Usual items of the chart's lists, by path with `[]` at its end. */
  chartItemValues: Record<string, string[]>;
}

export interface Variable {
  name: string;
  text: string;
  default?: string;
  values?: string[];
}

/** A value of the chart. */
export interface ChartField {
  path: string;
  /** `boolean`, `integer`, `string`, `array`, `object`, `any`. */
  type: string;
  text?: string;
  values?: string[];
  default?: unknown;
}
