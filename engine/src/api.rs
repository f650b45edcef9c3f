//! The JavaScript API: JSON text in, JSON text out.

use kic_core::wire;
use wasm_bindgen::prelude::*;

/// TypeScript's view of what is exported here.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r#"
/** The inputs of `translate`, as JSON text: every key may be left out. */
export interface TranslateInput {
  /** Kubernetes YAML or JSON, many documents. */
  manifests?: string;
  /** `KONG_*` and `CONTROLLER_*`, as lines or as a container's `env:` list. */
  environment?: string;
  /** Values of the chart. */
  helm?: string;
  /** Release of Kong Ingress Controller, or null for the newest. */
  kic?: string | null;
  /** Release of Kong Gateway, or null for the newest. */
  kong?: string | null;
  /** Kong's router flavor, or null for what the environment says. */
  router_flavor?: string | null;
  /** Whether what is missing is assumed. */
  assume?: boolean;
  /** The time that certificates are judged by, in seconds since 1970; without it none has expired. */
  now?: number | null;
}

/** What `request` is asked, as JSON text: every key may be left out. */
export interface RequestQuestion {
  /** One request, as for curl: `GET https://example.com/path -H 'name: value'`. */
  line?: string;
  /** Whether requests are made from the routes. */
  derived?: boolean;
  /** Many requests with what is expected of them: YAML, a list of `{request, expect}`. */
  table?: string;
}

/** What `request` answers, as JSON text. */
export interface RequestAnswer {
  /** What becomes of the request; null without one. */
  decision: RequestDecision | null;
  /** What is wrong with the line, from and to in UTF-16 units; null where it is a request. */
  error: { message: string; from: number; to: number } | null;
  derived: {
    route: RequestRoute;
    line: string;
    purpose: "match" | "other-host" | "other-path" | "other-method";
    reaches: boolean;
    /** The route that it reaches instead. */
    other: RequestRoute | null;
    /** The outcome where it reaches no route. */
    outcome: RequestOutcome | null;
  }[];
  /** Routes of which no request could be made. */
  not_made: { route: RequestRoute; why: string }[];
  /** Routes in whose place others answer; `whole` where nothing that was tried reaches the route. */
  shadows: { route: RequestRoute; by: RequestRoute; request: string; whole: boolean }[];
  table: {
    number: number;
    request: string;
    ok: boolean;
    decision: RequestDecision | null;
    differences: { field: string; expected: unknown; found: unknown }[];
  }[];
  /** Why the table is none; null where it is one. */
  table_error: string | null;
}

export type RequestOutcome = "refused" | "closed" | "answered" | "forwarded" | "undecided";

/** Pointers are JSON pointers into `{"config": …}`. */
export interface RequestRoute {
  name: string;
  service: string;
  pointer: string;
  /** The object that it comes from: `HTTPRoute default/api`. */
  object: string | null;
}

export interface RequestDecision {
  /** The request as it was understood, as a line. */
  request: string;
  outcome: RequestOutcome;
  /** The end in one sentence. */
  summary: string;
  steps: {
    station: "service" | "listen" | "tls" | "route" | "protocol" | "plugins" | "balancer" | "upstream";
    state: "ok" | "warning" | "end";
    text: string;
    why: string | null;
    pointer: string | null;
    /** Places and defaults that decide it, as in a report. */
    origins: object[];
  }[];
  /** The server name whose certificate is served; null for Kong's own, and without TLS. */
  certificate: string | null;
  route: RequestRoute | null;
  lost: { route: RequestRoute; paths: string | null; fits: boolean; why: string }[];
  plugins: {
    name: string;
    priority: number | null;
    scope: string;
    effect: "runs" | "passes" | "changes" | "answers" | "not-reached";
    text: string;
    pointer: string;
  }[];
  consumer: string | null;
  /** Shares are from 0 to 1. */
  targets: { target: string; weight: number; share: number; pointer: string | null }[];
  /** What an upstream gets; headers without Host. */
  upstream: { url: string; target: string; host: string | null; method: string; headers: [string, string][] } | null;
  /** What Kong answers itself. */
  answer: { status: number; message: string | null; headers: [string, string][] } | null;
}

/** What a share link holds. */
export interface PlaygroundLink {
  manifests: string;
  environment: string;
  helm: string;
  kic: string | null;
  kong: string | null;
  router_flavor: string | null;
  /** Whether what is missing is assumed; without this key it is. */
  assume: boolean;
  /** The output that is open: `listeners`, `status`, `config`, `annotations`, `problems`, `request`. */
  tab: string | null;
  /** A request, as for curl. */
  request: string;
}

/** What `encode_link` takes, as JSON text: every key may be left out. */
export interface LinkInput extends Partial<PlaygroundLink> {
  /** Whether values of Secrets, private keys and passwords go into the link. */
  with_secrets?: boolean;
}

/** What `encode_link` gives, as JSON text. */
export interface EncodedLink {
  /** What stands behind `#` in the address of the playground; null where the texts are too large. */
  fragment: string | null;
  /** Why there is no fragment. */
  error: string | null;
  /** The secret values of the texts: left out, or in the link because that was asked for. */
  secrets: { pane: "manifests" | "environment" | "helm-values"; line: number; what: string }[];
}

/** What `decode_link` gives, as JSON text. */
export interface DecodedLink {
  /** What could be read; null where nothing could. */
  link: PlaygroundLink | null;
  /** What is wrong with the link, in sentences. */
  messages: string[];
  /** How many secret values were left out when it was made. */
  left_out: number;
}

/** What `export_as` takes, as JSON text: every key may be left out. */
export interface ExportInput {
  input?: TranslateInput;
  form?: "deck" | "helm-values" | "issue";
  /** The problem that an issue is about, of the report of the same input; null for the whole input. */
  problem?: { code: string; object?: string | null; message?: string | null } | null;
  /** The address of the playground without its fragment, for the link in an issue. */
  base?: string;
}

/** What `export_as` gives, as JSON text. */
export interface Exported {
  /** A name for the file. */
  name: string;
  text: string;
  /** What could not be said in this form, in sentences. */
  notes: string[];
}

/** What `recognise` gives, as JSON text: a list of these. */
export interface Imported {
  name: string;
  /** Where the text belongs; null where that cannot be told. */
  pane: "manifests" | "environment" | "helm-values" | null;
  text: string;
  /** What it is, in a few words. */
  what: string;
  /** Variables of the containers of its Pods, as lines. */
  environment: string;
  /** Variables whose values stand in a Secret or ConfigMap. */
  elsewhere: string[];
}
"#;

/// Translates the inputs (JSON text of a `TranslateInput`) into a report (JSON text).
///
/// # Errors
///
/// A JavaScript `Error` with `code` `"bad-input"` when `input_json` is not such an object. Whatever is wrong with
/// the texts in it is a problem of the report, never an error.
#[wasm_bindgen]
pub fn translate(input_json: &str) -> Result<String, JsValue> {
    let input: wire::Input = serde_json::from_str(input_json).map_err(|error| unreadable("bad-input", &error))?;
    serde_json::to_string(&wire::run(&input)).map_err(|error| unreadable("bad-report", &error))
}

/// Sends requests (JSON text of a `RequestQuestion`) through what the inputs (JSON text of a `TranslateInput`) are
/// translated to, and tells what becomes of them (JSON text of a `RequestAnswer`).
///
/// # Errors
///
/// A JavaScript `Error` with `code` `"bad-input"` or `"bad-request"` when one of them is not such an object. A line that
/// is no request and a table that is none are told in the answer.
#[wasm_bindgen]
pub fn request(input_json: &str, request_json: &str) -> Result<String, JsValue> {
    let input: wire::Input = serde_json::from_str(input_json).map_err(|error| unreadable("bad-input", &error))?;
    let question = serde_json::from_str(request_json).map_err(|error| unreadable("bad-request", &error))?;
    let (_, asked) = wire::ask(&input, &question);
    serde_json::to_string(&asked).map_err(|error| unreadable("bad-report", &error))
}

/// Makes the fragment of a share link (JSON text of an `EncodedLink`) of what it is to hold (JSON text of a
/// `LinkInput`). Nothing is translated and nothing is sent.
///
/// # Errors
///
/// A JavaScript `Error` with `code` `"bad-input"` when `input_json` is not such an object.
#[wasm_bindgen]
pub fn encode_link(input_json: &str) -> Result<String, JsValue> {
    let input = serde_json::from_str(input_json).map_err(|error| unreadable("bad-input", &error))?;
    serde_json::to_string(&wire::link::encode(&input)).map_err(|error| unreadable("bad-link", &error))
}

/// Reads a share link: an address, its fragment, or the fragment without `#` (gives JSON text of a `DecodedLink`). Of a
/// damaged one what can be read is given, with words for the damage.
///
/// # Errors
///
/// None that can occur: what is read can be written as JSON.
#[wasm_bindgen]
pub fn decode_link(link: &str) -> Result<String, JsValue> {
    serde_json::to_string(&wire::link::decode(link)).map_err(|error| unreadable("bad-link", &error))
}

/// Makes a file (JSON text of an `Exported`) of inputs (JSON text of an `ExportInput`): the configuration for decK, the
/// environment as values of the chart, or a report for an issue with the smallest input that shows a problem.
///
/// # Errors
///
/// A JavaScript `Error` with `code` `"bad-input"` when `input_json` is not such an object.
#[wasm_bindgen]
pub fn export_as(input_json: &str) -> Result<String, JsValue> {
    let input = serde_json::from_str(input_json).map_err(|error| unreadable("bad-input", &error))?;
    serde_json::to_string(&wire::export::export(&input)).map_err(|error| unreadable("bad-export", &error))
}

/// Tells what files or pasted texts (JSON text of a list of `{name, text}`) are: manifests, environment, values, or what
/// `kubectl describe` and `helm get` print (gives JSON text of a list of `Imported`).
///
/// # Errors
///
/// A JavaScript `Error` with `code` `"bad-input"` when `files_json` is not such a list.
#[wasm_bindgen]
pub fn recognise(files_json: &str) -> Result<String, JsValue> {
    let files: Vec<_> = serde_json::from_str(files_json).map_err(|error| unreadable("bad-input", &error))?;
    serde_json::to_string(&wire::import::import(&files)).map_err(|error| unreadable("bad-import", &error))
}

#[cold]
fn unreadable(code: &str, error: &serde_json::Error) -> JsValue {
    js_error(code, &error.to_string())
}

fn js_error(code: &str, message: &str) -> JsValue {
    let error = js_sys::Error::new(message);
    let set = js_sys::Reflect::set(&error, &JsValue::from_str("code"), &JsValue::from_str(code));
    debug_assert!(set.is_ok(), "a new error takes any property");
    error.into()
}
