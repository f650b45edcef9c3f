//! Reads a rule of a CRD, which is an expression of the Common Expression Language.
//!
//! Source: CEL language definition, section "Syntax"; Kubernetes' escapes of field names (`__namespace__`).

/// An expression as it is written.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Expression {
    Bool(bool),
    Int(i64),
    Text(String),
    Name(String),
    List(Vec<Expression>),
    Select(Box<Expression>, String),
    Index(Box<Expression>, Box<Expression>),
    /// Receiver, name, arguments; operators have their sign as name.
    Call(Option<Box<Expression>>, String, Vec<Expression>),
}

impl Expression {
    /// Whether the expression names a variable.
    pub(crate) fn names(&self, variable: &str) -> bool {
        match self {
            Self::Bool(_) | Self::Int(_) | Self::Text(_) => false,
            Self::Name(name) => name == variable,
            Self::List(items) => items.iter().any(|item| item.names(variable)),
            Self::Select(operand, _) => operand.names(variable),
            Self::Index(operand, index) => operand.names(variable) || index.names(variable),
            Self::Call(receiver, _, arguments) => {
                receiver.iter().any(|receiver| receiver.names(variable))
                    || arguments.iter().any(|argument| argument.names(variable))
            }
        }
    }
}

/// Reads a whole text.
pub(crate) fn parse(text: &str) -> Result<Expression, String> {
    let mut parser = Parser { tokens: tokens(text)?, at: 0 };
    let expression = parser.conditional()?;
    match parser.peek() {
        Token::End => Ok(expression),
        token => Err(format!("unexpected {token:?}")),
    }
}

#[derive(Clone, PartialEq, Debug)]
enum Token {
    Name(String),
    Int(i64),
    Text(String),
    Sign(&'static str),
    End,
}

/// The longer ones first.
const SIGNS: [&str; 21] =
    ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", "(", ")", "[", "]", ","];

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
        let (token, length) = if let Some(raw) = rest.strip_prefix("r\"\"\"") {
            let end = raw.find("\"\"\"").ok_or("an open raw string")?;
            (Token::Text(raw[..end].to_owned()), end + 7)
        } else if first == '\'' || first == '"' {
            let end = rest[1..].find(first).ok_or("an open string")?;
            let inner = &rest[1..=end];
            if inner.contains('\\') {
                return Err(format!("an escape in {inner:?}"));
            }
            (Token::Text(inner.to_owned()), end + 2)
        } else if first.is_ascii_digit() {
            (Token::Int(rest[..word].parse().map_err(|_| format!("a number {:?}", &rest[..word]))?), word)
        } else if word > 0 {
            (Token::Name(rest[..word].to_owned()), word)
        } else if let Some(sign) = sign {
            (Token::Sign(sign), sign.len())
        } else if first == '.' {
            (Token::Sign("."), 1)
        } else {
            return Err(format!("a character {first:?}"));
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    tokens.push(Token::End);
    Ok(tokens)
}

/// Binary operators from the weakest to the strongest.
const LEVELS: [&[&str]; 5] =
    [&["||"], &["&&"], &["==", "!=", "<", "<=", ">", ">=", "in"], &["+", "-"], &["*", "/", "%"]];

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).unwrap_or(&Token::End)
    }

    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    fn takes(&mut self, sign: &str) -> bool {
        let taken = matches!(self.peek(), Token::Sign(found) if *found == sign);
        self.at += usize::from(taken);
        taken
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        if self.takes(sign) { Ok(()) } else { Err(format!("expected {sign}, found {:?}", self.peek())) }
    }

    fn conditional(&mut self) -> Result<Expression, String> {
        let condition = self.binary(0)?;
        if !self.takes("?") {
            return Ok(condition);
        }
        let yes = self.binary(0)?;
        self.expect(":")?;
        let no = self.conditional()?;
        Ok(Expression::Call(None, "?:".to_owned(), vec![condition, yes, no]))
    }

    fn binary(&mut self, level: usize) -> Result<Expression, String> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.binary(level + 1)?;
        loop {
            let operator = match self.peek() {
                Token::Sign(sign) if operators.contains(sign) => (*sign).to_owned(),
                Token::Name(name) if name == "in" && operators.contains(&"in") => name.clone(),
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.binary(level + 1)?;
            left = Expression::Call(None, operator, vec![left, right]);
        }
    }

    fn unary(&mut self) -> Result<Expression, String> {
        for sign in ["!", "-"] {
            if self.takes(sign) {
                return Ok(Expression::Call(None, sign.to_owned(), vec![self.unary()?]));
            }
        }
        let mut operand = self.primary()?;
        loop {
            if self.takes(".") {
                let Token::Name(name) = self.next() else { return Err("expected a name after `.`".to_owned()) };
                operand = if self.takes("(") {
                    Expression::Call(Some(Box::new(operand)), name, self.items(")")?)
                } else {
                    Expression::Select(Box::new(operand), field(&name)?)
                };
            } else if self.takes("[") {
                let index = self.conditional()?;
                self.expect("]")?;
                operand = Expression::Index(Box::new(operand), Box::new(index));
            } else {
                return Ok(operand);
            }
        }
    }

    fn primary(&mut self) -> Result<Expression, String> {
        match self.next() {
            Token::Int(value) => Ok(Expression::Int(value)),
            Token::Text(text) => Ok(Expression::Text(text)),
            Token::Name(name) if name == "true" || name == "false" => Ok(Expression::Bool(name == "true")),
            Token::Name(name) if self.takes("(") => Ok(Expression::Call(None, name, self.items(")")?)),
            Token::Name(name) => Ok(Expression::Name(name)),
            Token::Sign("[") => Ok(Expression::List(self.items("]")?)),
            Token::Sign("(") => {
                let inner = self.conditional()?;
                self.expect(")")?;
                Ok(inner)
            }
            token => Err(format!("unexpected {token:?}")),
        }
    }

    fn items(&mut self, close: &str) -> Result<Vec<Expression>, String> {
        let mut items = Vec::new();
        if self.takes(close) {
            return Ok(items);
        }
        loop {
            items.push(self.conditional()?);
            if self.takes(close) {
                return Ok(items);
            }
            self.expect(",")?;
        }
    }
}

/// The field that a name of a rule stands for: words of the language are escaped.
fn field(name: &str) -> Result<String, String> {
    match name.strip_prefix("__") {
        None => Ok(name.to_owned()),
        Some(rest) => match rest.strip_suffix("__") {
            Some(word) if !word.contains("__") => Ok(word.to_owned()),
            _ => Err(format!("an escape in the name {name}")),
        },
    }
}
