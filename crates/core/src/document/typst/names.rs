//! What the functions of Typst do to the content that they are given.

use super::super::BlockKind;

/// What a call in markup does to the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// Its content stands in the sentence, and so does its value. So it is with all that are not known.
    Inline,
    /// Its content is a block of its own.
    Block(BlockKind),
    /// It leaves a number in the sentence, and its content stands elsewhere.
    Note,
    /// It is a break of the line.
    Break,
    /// It is not seen.
    Gone,
}

impl Call {
    /// The call of `name`, at the beginning of a paragraph or in it.
    pub(super) fn of(name: &str, at_start: bool) -> Self {
        match name {
            "footnote" => Self::Note,
            "linebreak" => Self::Break,
            "v" | "h" | "pagebreak" | "colbreak" | "parbreak" | "metadata" | "label" | "counter" | "state"
            | "outline" | "bibliography" | "line" | "hide" => Self::Gone,
            "quote" if at_start => Self::Block(BlockKind::Quotation),
            "align" | "block" | "figure" | "columns" | "rect" | "pad" | "page" | "place" | "rotate" | "scale"
            | "stack" | "circle" | "ellipse" | "par" | "move" | "layout" => Self::Block(BlockKind::Paragraph),
            "grid" | "table" | "grid.cell" | "table.cell" => Self::Block(BlockKind::TableCell),
            "heading" | "title" => Self::Block(BlockKind::Heading),
            "list" | "enum" | "terms" | "list.item" | "enum.item" => Self::Block(BlockKind::ListItem),
            _ => Self::Inline,
        }
    }

    /// What its content is.
    pub(super) const fn kind(self) -> BlockKind {
        match self {
            Self::Block(kind) => kind,
            Self::Note => BlockKind::Footnote,
            _ => BlockKind::Paragraph,
        }
    }
}

/// What content is that stands among the arguments of `function`, under the name `key`; or behind `called`, which is
/// called there.
pub(super) fn content_kind(function: &str, key: &str, called: &str) -> BlockKind {
    if key == "caption" {
        return BlockKind::Caption;
    }
    if describes(key) && called.is_empty() {
        return BlockKind::Metadata;
    }
    let innermost = if called.is_empty() { function } else { called };
    match innermost {
        "table" | "grid" | "table.cell" | "grid.cell" | "table.header" | "grid.header" | "table.footer"
        | "grid.footer" => BlockKind::TableCell,
        "footnote" => BlockKind::Footnote,
        _ => Call::of(innermost, true).kind(),
    }
}

/// Whether an argument says what the text is about.
pub(super) fn describes(key: &str) -> bool {
    matches!(key, "title" | "subtitle" | "description" | "abstract" | "summary")
}
