//! Marks that end sentences, and marks that open and close.

use crate::text::{Text, Token, TokenKind};

/// What a mark that stands around words does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// It belongs to what follows.
    Opening,
    /// It belongs to what stands before it.
    Closing,
}

/// Whether a token is a mark that may end a sentence.
pub(super) fn is_terminator(token: Token) -> bool {
    matches!(token.kind(), TokenKind::Mark('.' | '!' | '?' | '…' | '。' | '！' | '？'))
}

/// Whether a token is a dash.
pub(super) fn is_dash(token: Token) -> bool {
    matches!(token.kind(), TokenKind::Mark('—' | '–' | '-'))
}

/// Whether a token is a mark that no sentence begins with.
pub(super) fn is_inner(token: Token) -> bool {
    matches!(token.kind(), TokenKind::Mark(',' | ';' | ':' | '/' | '%' | '&' | '=' | '+' | '|' | '<' | '>'))
}

/// What token `at` does, if it is a bracket or a mark of quotation or emphasis. White space tells; where it does not,
/// the form of the mark does.
pub(super) fn side(text: &Text<'_>, at: usize) -> Option<Side> {
    let token = text.token(at)?;
    match token.kind() {
        TokenKind::Mark(')' | ']' | '}' | '»') => Some(Side::Closing),
        TokenKind::Mark('(' | '[' | '{' | '«') => Some(Side::Opening),
        TokenKind::Mark(mark @ ('"' | '\'' | '“' | '”' | '‘' | '’' | '„' | '*' | '_')) => {
            let before = text.before(at, 1).filter(|&before| text.adjoin(before, token));
            let after = text.token(at + 1).filter(|&after| text.adjoin(token, after));
            let closing = match (before, after) {
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (Some(before), Some(after)) => match mark {
                    '”' | '’' => true,
                    '"' | '\'' => is_terminator(before) || is_terminator(after) || is_inner(after),
                    _ => false,
                },
                (None, None) => !matches!(mark, '“' | '‘' | '„' | '*' | '_'),
            };
            Some(if closing { Side::Closing } else { Side::Opening })
        }
        _ => None,
    }
}

/// The token that opens what the mark at `close` closes, at most `reach` tokens before it.
pub(super) fn opening(text: &Text<'_>, close: usize, reach: usize) -> Option<usize> {
    let bracket = text.token(close)?;
    let opens = |token: Token| match bracket.kind() {
        TokenKind::Mark(')') => token.is('('),
        TokenKind::Mark(']') => token.is('['),
        _ => matches!(token.kind(), TokenKind::Mark('"' | '\'' | '“' | '‘' | '„' | '«')),
    };
    (close.saturating_sub(reach)..close)
        .rev()
        .find(|&at| text.token(at).is_some_and(opens) && side(text, at) == Some(Side::Opening))
}

/// The token behind an ellipsis that begins at token `at` and belongs to the word behind it: ` …and then`.
pub(super) fn leading_ellipsis(text: &Text<'_>, at: usize) -> Option<usize> {
    let first = text.token(at).filter(|token| token.is('…') || token.is('.'))?;
    if text.before(at, 1).is_some_and(|before| text.adjoin(before, first)) {
        return None;
    }
    let glued = |&at: &usize| {
        text.before(at, 1).zip(text.token(at)).is_some_and(|(left, right)| right.is('.') && text.adjoin(left, right))
    };
    let last = (at + 1..at + 4).take_while(glued).last().unwrap_or(at);
    let long = first.is('…') || last - at >= 2;
    let word = text.token(last + 1).filter(|word| !word.is_mark() && text.adjoin(text.tokens()[last], *word));
    word.filter(|_| long).map(|_| last + 1)
}
