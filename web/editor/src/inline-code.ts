/** Messages put names and values between backticks. */
export function inlineCode(message: string): (Node | string)[] {
  return message.split(/`([^`]+)`/).map((part, i) => {
    if (i % 2 === 0) return part;
    const code = document.createElement("code");
    code.textContent = part;
    return code;
  });
}
