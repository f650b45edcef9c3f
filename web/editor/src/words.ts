/** Facts as one sentence: "Default `80`; 1 to 65535." */
export function sentence(facts: readonly string[]): string {
  const text = facts.join("; ");
  return text ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : "";
}
