import { StreamLanguage, type StreamParser, type StringStream } from "@codemirror/language";

type Place = "name" | "separator" | "value" | "rest";

interface State {
  place: Place;
}

const name = /^[A-Za-z_][\w.-]*(?=\s*[=:])/;
const wholeNumber = /^-?\d+(?:\.\d+)?(?=\s*$|\s+#)/;
const wholeWord = /^(?:on|off|true|false|yes|no)(?=\s*$|\s+#)/i;
const quoted = /^(?:"(?:[^"\\]|\\.)*"|'[^']*')/;
const reference = /^\$(?:\{[^}]*\}|\w+)/;

/**
 * One line at a time: a quote that is not closed ends with its line, because that is how people get these files
 * wrong, and the rest of the file must stay readable then.
 */
export const envParser: StreamParser<State> = {
  name: "env",
  startState: () => ({ place: "name" }),
  copyState: (state) => ({ ...state }),
  languageData: { commentTokens: { line: "#" } },
  token(stream, state) {
    if (stream.sol()) state.place = "name";
    const before = stream.pos;
    if (stream.eatSpace()) return null;
    // As in a shell, `#` starts a comment only at the start of a word.
    const startsWord = before === 0 || /\s/.test(stream.string.charAt(before - 1));
    if (startsWord && stream.peek() === "#") {
      stream.skipToEnd();
      return "comment";
    }
    switch (state.place) {
      case "name":
        return nameToken(stream, state);
      case "separator":
        stream.next();
        state.place = "value";
        return "operator";
      case "value":
        state.place = "rest";
        return wholeValue(stream) ?? valueToken(stream);
      case "rest":
        return valueToken(stream);
    }
  },
};

function nameToken(stream: StringStream, state: State): string | null {
  if (stream.match(/^(?:export(?=\s)|-(?=\s))/)) return "keyword";
  if (stream.match(name)) {
    state.place = "separator";
    return "propertyName";
  }
  stream.skipToEnd();
  return "invalid";
}

function wholeValue(stream: StringStream): string | null {
  if (stream.match(wholeNumber)) return "number";
  if (stream.match(wholeWord)) return "atom";
  return null;
}

function valueToken(stream: StringStream): string {
  if (stream.match(quoted)) return "string";
  if (stream.match(reference)) return "variableName";
  stream.next();
  stream.match(/^[^\s"'$]+/);
  return "string";
}

export const envLanguage = StreamLanguage.define(envParser);
