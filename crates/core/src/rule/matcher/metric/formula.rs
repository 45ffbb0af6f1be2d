//! Formulas over what is counted in a text.

use serde::{Deserialize, Serialize};

use crate::rule::wording::Flaw;

/// A formula, ready to be worked out: each step takes its operands from a stack and puts its result there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Formula(Vec<Step>);

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
enum Step {
    Number(f64),
    /// What is counted, by its number.
    Count(usize),
    Add,
    Subtract,
    Multiply,
    Divide,
    Root,
}

impl Formula {
    /// Reads a formula in which the names of `counts` may stand.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn parse(text: &str, counts: &[&str]) -> Result<Self, Flaw> {
        let mut parser = Parser { rest: text, counts, steps: Vec::new() };
        parser.sum(0)?;
        match parser.next() {
            None => Ok(Self(parser.steps)),
            Some(mark) => Err(format!("`{mark}` has no place here").into()),
        }
    }

    /// What comes of it; no finite number where something is divided by zero.
    pub(super) fn value(&self, counts: &[f64]) -> f64 {
        let mut stack: Vec<f64> = Vec::new();
        for step in &self.0 {
            // A sound formula never takes from an empty stack.
            let mut pop = || stack.pop().unwrap_or(f64::NAN);
            let value = match step {
                Step::Number(number) => *number,
                Step::Count(count) => counts.get(*count).copied().unwrap_or(f64::NAN),
                Step::Root => pop().sqrt(),
                Step::Add | Step::Subtract | Step::Multiply | Step::Divide => {
                    let (right, left) = (pop(), pop());
                    match step {
                        Step::Add => left + right,
                        Step::Subtract => left - right,
                        Step::Multiply => left * right,
                        _ => left / right,
                    }
                }
            };
            stack.push(value);
        }
        stack.pop().unwrap_or(f64::NAN)
    }
}

struct Parser<'a> {
    rest: &'a str,
    counts: &'a [&'a str],
    steps: Vec<Step>,
}

/// How deep brackets may stand in one another.
const DEEPEST: usize = 32;

impl<'a> Parser<'a> {
    fn next(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn eat(&mut self, mark: char) -> bool {
        let found = self.next() == Some(mark);
        if found {
            self.rest = &self.rest[mark.len_utf8()..];
        }
        found
    }

    /// The characters from here on that are `wanted`.
    fn take(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let length = self.rest.find(|c| !wanted(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn sum(&mut self, depth: usize) -> Result<(), Flaw> {
        self.product(depth)?;
        loop {
            let step = if self.eat('+') {
                Step::Add
            } else if self.eat('-') {
                Step::Subtract
            } else {
                return Ok(());
            };
            self.product(depth)?;
            self.steps.push(step);
        }
    }

    fn product(&mut self, depth: usize) -> Result<(), Flaw> {
        self.factor(depth)?;
        loop {
            let step = if self.eat('*') {
                Step::Multiply
            } else if self.eat('/') {
                Step::Divide
            } else {
                return Ok(());
            };
            self.factor(depth)?;
            self.steps.push(step);
        }
    }

    fn factor(&mut self, depth: usize) -> Result<(), Flaw> {
        if depth > DEEPEST {
            return Err("this has too many brackets in one another".into());
        }
        if self.eat('(') {
            self.sum(depth + 1)?;
            return if self.eat(')') { Ok(()) } else { Err("`)` is missing".into()) };
        }
        let Some(first) = self.next() else { return Err("something is missing at the end".into()) };
        let of_number = |c: char| c.is_ascii_digit() || c == '.';
        let of_name = |c: char| c.is_ascii_lowercase() || c == '-';
        if of_number(first) {
            let number = self.take(of_number);
            let value = number.parse().map_err(|_| format!("`{number}` is no number"))?;
            self.steps.push(Step::Number(value));
        } else if first.is_ascii_lowercase() {
            let name = self.take(of_name);
            return self.named(name, depth);
        } else {
            return Err(format!("`{first}` has no place here").into());
        }
        Ok(())
    }

    fn named(&mut self, name: &str, depth: usize) -> Result<(), Flaw> {
        if name == "sqrt" {
            self.factor(depth + 1)?;
            self.steps.push(Step::Root);
            return Ok(());
        }
        let count = self.counts.iter().position(|known| *known == name);
        let count = count.ok_or_else(|| Flaw::unknown("count", name, self.counts.iter().copied()))?;
        self.steps.push(Step::Count(count));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_worked_out() {
        for (formula, wanted) in [
            ("1 + 2 * 3", 7.0),
            ("(1 + 2) * 3 - 4 / 2", 7.0),
            ("206.835 - 1.015 * words / sentences", 206.835 - 1.015 * 20.0),
            ("sqrt(long-words + 4)", 3.0),
            ("8 - 2 - 1", 5.0),
        ] {
            let counts = ["words", "sentences", "long-words"];
            let value = Formula::parse(formula, &counts).expect(formula).value(&[100.0, 5.0, 5.0]);
            assert!((value - wanted).abs() < 1e-9, "{formula}: {value}");
        }
        assert!(!Formula::parse("1 / 0", &[]).expect("sound").value(&[]).is_finite());
    }

    #[test]
    fn faults_are_named() {
        for (formula, problem) in [
            ("1 +", "missing at the end"),
            ("(1", "`)` is missing"),
            ("1 2", "`2` has no place"),
            ("wordz", "there is no count `wordz`"),
            ("1..2", "is no number"),
            ("^", "`^` has no place"),
        ] {
            let flaw = Formula::parse(formula, &["words"]).expect_err(formula).message;
            assert!(flaw.contains(problem), "{formula}: {flaw}");
        }
        let deep = "(".repeat(100) + "1";
        assert!(Formula::parse(&deep, &[]).expect_err("deep").message.contains("too many brackets"));
    }
}
