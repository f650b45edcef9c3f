const numbers = [
  /^[-+]?(?:0|[1-9][0-9_]*)$/,
  /^[-+]?0(?:b[01_]+|o?[0-7_]+|x[0-9a-fA-F_]+)$/,
  /^[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/,
  /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
];

const atom = /^(?:[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|false|False|FALSE|null|Null|NULL|~)$/;

/**
 * What a plain scalar is for Kubernetes, which reads the words of YAML 1.1: `on` and `y` are booleans, `0777` and
 * `1_000` are numbers. This only chooses a colour; the engine has the rule that counts.
 */
export function scalarKind(text: string): "number" | "atom" | null {
  if (atom.test(text)) return "atom";
  return numbers.some((pattern) => pattern.test(text)) ? "number" : null;
}
