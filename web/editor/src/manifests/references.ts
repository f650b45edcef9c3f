/** Which scalars of which kinds name other objects. */
import { entryOf, eachScalar, nodeAt, textAt, type Node, type Path, type ScalarNode } from "../yaml/outline";
import type { Reading } from "../yaml/documents";
import type { Range } from "../ranges";
import { objectsOf, type ManifestObject } from "./objects";

/** What a text names: an object, or a part of one. */
export interface Target {
  /** Kinds, the likelier first. */
  kinds: readonly string[];
  /** Empty where the name is still to be written. */
  name: string;
  /** Where the object is; `null` for kinds without namespaces, and for namespaces themselves. */
  namespace: string | null;
  part?: { sort: "section" | "port" | "port name" | "key"; text: string };
}

/** A piece of a scalar that names something. Offsets count from the start of the document. */
export interface Reference extends Range {
  target: Target;
}

export const clusterKinds = ["GatewayClass", "IngressClass", "Namespace", "KongClusterPlugin", "KongVault", "KongLicense"];

/** Kinds of mappings with a `name`, by the key that they, or the list around them, stand under. */
const referring: Record<string, readonly string[]> = {
  parentRefs: ["Gateway"],
  backendRefs: ["Service"],
  backendRef: ["Service"],
  certificateRefs: ["Secret"],
  caCertificateRefs: ["ConfigMap", "Secret"],
  clientCertificateRef: ["Secret"],
  targetRefs: ["Service"],
  extensionRef: ["KongPlugin"],
  secretKeyRef: ["Secret"],
  parentRef: ["KongPlugin", "KongClusterPlugin"],
  parameters: ["IngressClassParameters"],
  resource: ["KongServiceFacade"],
};

/** Scalars that are names, by their key, or the key of the list that they stand in. */
const naming: Record<string, readonly string[]> = {
  gatewayClassName: ["GatewayClass"],
  ingressClassName: ["IngressClass"],
  secretName: ["Secret"],
  serviceName: ["Service"],
  consumerRef: ["KongConsumer"],
  credentials: ["Secret"],
  consumerGroups: ["KongConsumerGroup"],
};

const naturalNamespace = (kinds: readonly string[], namespace: string): string | null =>
  clusterKinds.includes(kinds[0] ?? "") ? null : namespace;

/**
 * What the scalar at a path of an object names, whatever its text is; `null` for scalars that name nothing.
 *
 * Annotations are not looked at: see `annotationTargets`.
 */
export function targetAt(object: ManifestObject, path: Path): Target | null {
  const keys = path.filter((step): step is string => typeof step === "string");
  const key = keys.at(-1) ?? "";
  const text = textAt(object.node, path) ?? "";
  if (key === "namespace") return { kinds: ["Namespace"], name: text, namespace: null };
  if (keys[0] === "metadata" || keys[0] === "status") return null;
  const kinds = naming[key];
  if (kinds) return { kinds, name: text, namespace: naturalNamespace(kinds, object.namespace) };
  if (key === "servicePort") return siblingPart(object, path, ["serviceName"], "port", text);
  return ingressService(object, path, keys, text) ?? inReference(object, path, keys, text);
}

function ingressService(object: ManifestObject, path: Path, keys: string[], text: string): Target | null {
  const [holder, key] = keys.slice(-2);
  if (object.kind !== "Ingress") return null;
  if (holder === "service" && key === "name") return { kinds: ["Service"], name: text, namespace: object.namespace };
  if (holder !== "port" || keys.at(-3) !== "service") return null;
  return siblingPart(object, path.slice(0, -1), ["name"], key === "number" ? "port" : "port name", text);
}

function siblingPart(object: ManifestObject, path: Path, name: Path, sort: "port" | "port name", text: string): Target | null {
  const service = textAt(object.node, [...path.slice(0, -1), ...name]);
  if (!service) return null;
  return { kinds: ["Service"], name: service, namespace: object.namespace, part: { sort, text } };
}

/** `name`, `sectionName`, `port` and `key` of a mapping that refers to an object. */
function inReference(object: ManifestObject, path: Path, keys: string[], text: string): Target | null {
  const [holder = "", key] = keys.slice(-2);
  const usual = referring[holder];
  if (!usual || object.kind === "IngressClassParameters") return null;
  const map = nodeAt(object.node, path.slice(0, -1));
  const at = (name: string): string | undefined => textAt(map, [name]);
  const written = at("kind");
  const kinds = written ? [written] : usual;
  // A policy's targets and CA certificates have no namespace of their own.
  const namespace = naturalNamespace(kinds, at("namespace") || object.namespace);
  const name = at("name") ?? "";
  switch (key) {
    case "name":
      return { kinds, name: text, namespace };
    case "sectionName":
      return name ? { kinds, name, namespace, part: { sort: "section", text } } : null;
    case "port":
      return name ? { kinds, name, namespace, part: { sort: "port", text } } : null;
    case "key":
      return name ? { kinds, name, namespace, part: { sort: "key", text } } : null;
    default:
      return null;
  }
}

/** How annotations and labels write names. `at` is the place in the value. */
const plugins = ["KongPlugin", "KongClusterPlugin"];
const annotationRules: Record<string, (item: string, own: string) => Target> = {
  "konghq.com/plugins": (item, own) => {
    const [first = "", second] = item.split(":");
    return second === undefined ? { kinds: plugins, name: first, namespace: own } : { kinds: plugins, name: second, namespace: first };
  },
  "konghq.com/publish-service": (item, own) => {
    const [first = "", second] = item.split("/");
    return second === undefined ? { kinds: ["Service"], name: first, namespace: own } : { kinds: ["Service"], name: second, namespace: first };
  },
  "konghq.com/upstream-policy": (item, own) => ({ kinds: ["KongUpstreamPolicy"], name: item, namespace: own }),
  "konghq.com/override": (item, own) => ({ kinds: ["KongIngress"], name: item, namespace: own }),
  "konghq.com/client-cert": (item, own) => ({ kinds: ["Secret"], name: item, namespace: own }),
  "konghq.com/ca-certificates-secrets": (item, own) => ({ kinds: ["Secret"], name: item, namespace: own }),
  "konghq.com/ca-certificates-configmaps": (item, own) => ({ kinds: ["ConfigMap"], name: item, namespace: own }),
  "kubernetes.io/ingress.class": (item) => ({ kinds: ["IngressClass"], name: item, namespace: null }),
  "kubernetes.io/service-name": (item, own) => ({ kinds: ["Service"], name: item, namespace: own }),
};

/** Keys of annotations and labels whose values name objects. */
export const namingAnnotations: readonly string[] = Object.keys(annotationRules);

/** The target of one item in the value of an annotation or label. */
export function annotationTarget(key: string, item: string, namespace: string): Target | null {
  return annotationRules[key]?.(item, namespace) ?? null;
}

function annotationReferences(scalar: ScalarNode, key: string, namespace: string): Reference[] {
  if (!annotationRules[key] || scalar.style === "block" || scalar.style === "alias") return [];
  let from = scalar.from + (scalar.style === "quoted" ? 1 : 0);
  return scalar.text.split(",").flatMap((item) => {
    const name = item.trim();
    const start = from + item.indexOf(name);
    from += item.length + 1;
    const target = name ? annotationTarget(key, name, namespace) : null;
    return target ? [{ from: start, to: start + name.length, target }] : [];
  });
}

function read(reading: Reading): readonly Reference[] {
  const found: Reference[] = [];
  for (const object of objectsOf(reading)) {
    eachScalar(object.node, (scalar, path) => {
      const [metadata, field, key] = path;
      if (metadata === "metadata" && (field === "annotations" || field === "labels") && typeof key === "string") {
        found.push(...annotationReferences(scalar, key, object.namespace));
        return;
      }
      const target = scalar.text === "" ? null : targetAt(object, path);
      const isOwnNamespace = metadata === "metadata" && field === "namespace";
      if (target && (isOwnNamespace || target.kinds[0] !== "")) found.push({ from: scalar.from, to: scalar.to, target });
    });
  }
  return found.sort((a, b) => a.from - b.from);
}

/** All references of a document, in order. */
export function referencesOf(reading: Reading): readonly Reference[] {
  return reading.derived(read);
}

/** The place of an object's own name. */
export function nameOf(object: ManifestObject): Range | null {
  const metadata = entryOf(object.node, "metadata")?.value;
  const name: Node | undefined = entryOf(metadata, "name")?.value;
  return name?.kind === "scalar" ? { from: name.from, to: name.to } : null;
}
