//! What the commands and the environments of LaTeX do to the text around them.

use super::super::BlockKind;
use super::letters::symbol;

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// It is no prose, but has a place in the sentence, with its arguments. So it is with all that are not known.
    Opaque,
    /// The argument behind so many others is text in the sentence.
    Text(usize),
    /// The same, between quotation marks.
    Quote,
    /// The argument behind so many others is a block of its own.
    Block(BlockKind, usize),
    /// Its argument is a footnote.
    Note,
    /// The beginning of an item.
    Item,
    /// It is not seen, and neither are its arguments.
    Gone,
    /// It is not seen, and has no arguments; the space behind it belongs to it.
    Quiet,
    /// A character.
    Decoded(&'static str),
    /// A mark above or below the letter that follows.
    Accent,
    /// The end of a line or of a row.
    Line,
    /// The end of a paragraph.
    Paragraph,
    /// The beginning of math that the command ends.
    Math(&'static str),
}

/// What an environment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Environment {
    /// Text that is nothing special.
    Plain,
    Quotation,
    List,
    Table,
    /// It has its title as an argument.
    Titled,
    /// It is no prose, but has a place in the sentence.
    Math,
    /// It is no prose.
    Skipped,
}

/// What the command `name`, without its backslash and star, does.
pub(super) fn action(name: &str) -> Action {
    use Action::{Accent, Block, Decoded, Item, Line, Math, Note, Opaque, Paragraph, Quote, Text};
    if let Some(text) = symbol(name) {
        return Decoded(text);
    }
    match name {
        "textbf" | "emph" | "textit" | "textsc" | "textsf" | "textrm" | "textmd" | "textup" | "textsl"
        | "textnormal" | "underline" | "uline" | "mbox" | "hbox" | "fbox" | "text" | "sout" | "hl"
        | "textsuperscript" | "textsubscript" | "MakeUppercase" | "MakeLowercase" | "uppercase" | "lowercase"
        | "centerline" | "alert" | "textlf" | "makebox" | "framebox" | "textins" | "textlarger" | "so" | "caps"
        | "lettrine" | "hyperref" => Text(0),
        "href" | "textcolor" | "colorbox" | "raisebox" | "parbox" | "scalebox" | "rotatebox" | "hyperlink"
        | "hypertarget" => Text(1),
        "multicolumn" | "multirow" | "resizebox" | "fcolorbox" => Text(2),
        "enquote" | "textquote" => Quote,
        "part" | "chapter" | "section" | "subsection" | "subsubsection" | "paragraph" | "subparagraph" | "title"
        | "subtitle" | "frametitle" | "framesubtitle" | "addsec" | "addchap" | "minisec" => {
            Block(BlockKind::Heading, 0)
        }
        "caption" | "subcaption" => Block(BlockKind::Caption, 0),
        "captionof" => Block(BlockKind::Caption, 1),
        "footnote" | "footnotetext" | "thanks" | "endnote" | "sidenote" | "marginnote" | "marginpar" => Note,
        "item" => Item,
        "\\" | "newline" | "linebreak" | "tabularnewline" | "cr" => Line,
        "par" | "newpage" | "clearpage" | "pagebreak" | "bigskip" | "medskip" | "smallskip" | "maketitle" | "hrule"
        | "tableofcontents" | "cleardoublepage" | "appendix" | "listoffigures" | "listoftables" => Paragraph,
        "(" => Math("\\)"),
        "[" => Math("\\]"),
        "'" | "`" | "^" | "\"" | "~" | "=" | "." | "c" | "v" | "H" | "u" | "r" | "k" | "d" | "b" => Accent,
        _ => unseen(name).unwrap_or(Opaque),
    }
}

/// What a command does that readers do not see.
fn unseen(name: &str) -> Option<Action> {
    const DEFINITIONS: [&str; 10] =
        ["new", "renew", "provide", "Declare", "set", "add", "use", "Require", "define", "Set"];
    if DEFINITIONS.iter().any(|start| name.starts_with(start)) {
        return Some(Action::Gone);
    }
    Some(match name {
        "label" | "index" | "glsadd" | "vspace" | "hspace" | "pagestyle" | "thispagestyle" | "bibliography"
        | "bibliographystyle" | "printbibliography" | "input" | "include" | "includeonly" | "color"
        | "pagenumbering" | "cmidrule" | "cline" | "documentclass" | "hypersetup" | "geometry" | "lstset"
        | "graphicspath" | "tikzset" | "pgfplotsset" | "author" | "date" | "institute" | "footnotemark"
        | "footcite" | "footcitetext" | "autofootcite" | "nocite" | "markboth" | "markright" | "phantom"
        | "hphantom" | "vphantom" | "stepcounter" | "refstepcounter" | "theoremstyle" | "captionsetup" | "sisetup"
        | "selectlanguage" | "rowcolor" | "cellcolor" | "columncolor" | "rule" | "vskip" | "hskip"
        | "enlargethispage" | "looseness" | "def" | "gdef" | "edef" | "let" | "pdfbookmark" | "phantomsection"
        | "protect" | "titleformat" | "sloppy" | "balance" | "hyphenation" | "allowdisplaybreaks" | "counterwithin"
        | "numberwithin" | "lstinputlisting" | "addbibresource" | "makeatletter" | "makeatother"
        | "AtBeginDocument" => Action::Gone,
        "noindent" | "indent" | "centering" | "raggedright" | "raggedleft" | "hfill" | "vfill" | "hfil" | "tiny"
        | "scriptsize" | "footnotesize" | "small" | "normalsize" | "large" | "Large" | "LARGE" | "huge" | "Huge"
        | "bfseries" | "mdseries" | "itshape" | "slshape" | "scshape" | "upshape" | "rmfamily" | "sffamily"
        | "ttfamily" | "normalfont" | "bf" | "it" | "em" | "rm" | "sc" | "sf" | "sl" | "toprule" | "midrule"
        | "bottomrule" | "hline" | "hdashline" | "endhead" | "endfirsthead" | "endfoot" | "endlastfoot" | "relax"
        | "leavevmode" | "nobreak" | "allowbreak" | "frontmatter" | "mainmatter" | "backmatter" | "onecolumn"
        | "twocolumn" | "singlespacing" | "doublespacing" | "onehalfspacing" | "nonumber" | "nolinebreak"
        | "nopagebreak" | "xspace" | "-" | "/" | "@" | "!" | "begingroup" | "endgroup" | "bgroup" | "egroup"
        | "dotfill" | "strut" | "pause" | "unskip" | "ignorespaces" | "makeindex" | "printindex" | "hrulefill"
        | "null" | "break" | "*" => Action::Quiet,
        _ => return None,
    })
}

pub(super) fn environment(name: &str) -> Environment {
    match name.strip_suffix('*').unwrap_or(name) {
        "equation" | "align" | "gather" | "multline" | "eqnarray" | "math" | "displaymath" | "alignat" | "flalign"
        | "array" | "split" | "subequations" | "dmath" => Environment::Math,
        "tikzpicture" | "picture" | "pgfpicture" | "algorithm" | "algorithmic" | "thebibliography" | "code"
        | "tikzcd" | "axis" | "circuitikz" | "forest" | "asy" | "luacode" => Environment::Skipped,
        "quote" | "quotation" | "verse" | "displayquote" | "blockquote" => Environment::Quotation,
        "itemize" | "enumerate" | "description" | "list" | "compactitem" | "compactenum" | "inparaenum" | "tasks" => {
            Environment::List
        }
        "tabular" | "tabularx" | "longtable" | "tabulary" | "tabu" | "supertabular" | "tblr" | "xltabular" => {
            Environment::Table
        }
        "frame" | "block" | "alertblock" | "exampleblock" => Environment::Titled,
        _ => Environment::Plain,
    }
}

/// Whether the text of an environment is read as it is.
pub(super) fn is_verbatim(name: &str) -> bool {
    matches!(
        name.strip_suffix('*').unwrap_or(name),
        "verbatim"
            | "Verbatim"
            | "BVerbatim"
            | "LVerbatim"
            | "lstlisting"
            | "minted"
            | "comment"
            | "filecontents"
            | "alltt"
            | "verbatimtab"
            | "Highlighting"
            | "tcblisting"
    )
}

/// Whether a text may be the name of an environment.
pub(super) fn is_environment(name: &str) -> bool {
    !name.is_empty() && name.len() <= 60 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"*@-_:".contains(&b))
}

/// The code of a language that babel or polyglossia knows by `name`.
pub(super) fn language(name: &str) -> Option<&'static str> {
    Some(match name {
        "english" | "american" | "USenglish" | "usenglish" => "en",
        "british" | "UKenglish" | "ukenglish" => "en-GB",
        "german" | "ngerman" | "austrian" | "naustrian" | "swissgerman" | "nswissgerman" => "de",
        "french" | "francais" | "frenchb" => "fr",
        "spanish" => "es",
        "italian" => "it",
        "dutch" => "nl",
        "portuguese" | "portuges" | "brazilian" | "brazil" => "pt",
        "polish" => "pl",
        "czech" => "cs",
        "danish" => "da",
        "swedish" => "sv",
        "norsk" | "nynorsk" | "norwegian" => "no",
        "finnish" => "fi",
        "russian" => "ru",
        "ukrainian" => "uk",
        "greek" => "el",
        "turkish" => "tr",
        "hungarian" | "magyar" => "hu",
        _ => return None,
    })
}
