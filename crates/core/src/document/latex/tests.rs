use crate::document::BlockKind::{self, *};
use crate::document::lines::testing::{
    assert_broken, assert_prose, assert_survives, blocks, document, prose, repaired,
};

const NAME: &str = "latex";

#[test]
fn commands_and_environments_are_blocks() {
    let text = "% no\n\\documentclass[a4paper]{article}\n\\newcommand{\\x}[1]{no #1}\n\\title{The \\emph{ferry}}\n\\author{no}\n\
                \\begin{document}\n\\maketitle\n\\section[no]{Why now}\\label{no}\nIt came % no\n  back.\n\nSo.\\footnote{A note.} Then.\n\
                \\begin{itemize}\n\\item One\n  more\n\n  Still\n\\item[Term] Two\n\\end{itemize}\n\
                \\begin{figure}[ht]\n\\centering\n\\includegraphics[width=1cm]{no}\n\\caption{A boat.}\\label{no}\n\\end{figure}\n\
                \\begin{tabular}{ll}\n\\toprule\nA & \\textbf{B} \\\\[2ex]\n\\midrule\n\\multicolumn{2}{l}{C} \\\\\n\\end{tabular}\n\
                \\begin{quote}\nSaid.\n\\end{quote}\nLast.\n\\end{document}\nno\n";
    let kinds = [
        (Heading, "The ferry"),
        (Heading, "Why now"),
        (Paragraph, "It came back."),
        (Paragraph, "So. Then."),
        (Footnote, "A note."),
        (ListItem, "One more"),
        (ListItem, "Still"),
        (ListItem, "Term"),
        (ListItem, "Two"),
        (Caption, "A boat."),
        (TableCell, "A"),
        (TableCell, "B"),
        (TableCell, "C"),
        (Quotation, "Said."),
        (Paragraph, "Last."),
    ];
    assert_eq!(blocks(NAME, text), kinds.map(|(kind, text): (BlockKind, &str)| (kind, text.to_owned())));
}

#[test]
fn what_stands_in_a_line() {
    let cases = [
        ("A \\textbf{soft} and {\\em loud} horn.", "A soft and loud horn."),
        ("See \\href{https://a.b/%20c}{the \\emph{map}} or \\url{https://a.b}.", "See the map or #."),
        ("As \\cite[p.~5]{lee} says, see Figure~\\ref{x}\\label{y}.", "As # says, see Figure\u{a0}#."),
        ("It is $x^2$, \\(y\\) or \\verb|a{b%| now.", "It is #, # or # now."),
        ("We get\n\\[ x = y. \\]\nThen\n\\begin{align*} a &= b \\end{align*}\nstays.", "We get #. Then # stays."),
        ("``Well,'' he `said' --- 3--5, don't.", "“Well,” he ‘said’ — 3–5, don’t."),
        (
            "\\enquote{Well} 5\\,\\% of \\$3 \\& \\#1 in a\\_b\\ldots{} so\\dots now",
            "“Well” 5\u{202f}% of $3 & #1 in a_b… so…now",
        ),
        ("Caf\\'e na\\\"{\\i}ve \\c{c}a Gau\\ss{} \\v s\\'{e}t\\'e \\o re \\~n", "Café naïve ça Gauß šété øre ñ"),
        ("The \\foo{no}{no} and \\foo[no] and \\bar stay.", "The # and # and # stay."),
        ("One\\\\two \\noindent three% no\nfour", "One two threefour"),
        ("A \\textcolor{red}{boat} [sic] costs 5 \\LaTeX\\ and \\TeX.", "A boat [sic] costs 5 LaTeX and TeX."),
        ("It \\footnotemark[1] is \\foreignlanguage{german}{nein}.", "It is #."),
        ("Say \"`ja\"' now.", "Say „ja“ now."),
    ];
    assert_prose(NAME, &cases);
}

#[test]
fn what_is_no_prose_is_left_out() {
    let cases = [
        ("\\begin{verbatim}\nno $ { \n\n\\end{verbatim}\nYes", "Yes"),
        ("So:\n\\begin{lstlisting}[language=C]\nno\n\\end{lstlisting}\nYes", "So: / Yes"),
        ("\\begin{tikzpicture}\n\\node {no};\n\\end{tikzpicture}\nYes", "Yes"),
        ("\\newcommand\\x[1]{no}\\def\\y#1{no}\\setlength{\\z}{no}\nYes", "Yes"),
        ("\\begin{equation}\nno\n\\end{equation}\nYes", "Yes"),
        ("One\n% no\ntwo % no\n\n% no\nThree", "One two / Three"),
        ("\\begin{minipage}[t]{3cm}Yes\\end{minipage}", "Yes"),
        ("\\begin{frame}{Title}\nYes\n\\end{frame}", "Title / Yes"),
        ("\\bibliography{no}\\printbibliography Yes", "Yes"),
    ];
    assert_prose(NAME, &cases);
}

#[test]
fn what_is_broken_is_reported() {
    let cases = [
        ("Yes \\emph{", 9, "Yes"),
        ("Yes}", 3, "Yes"),
        ("Yes $no\n\nToo", 4, "Yes / Too"),
        ("Yes\\begin{verbatim}no", 3, "Yes"),
        ("Yes\n\\begin{quote} too", 4, "Yes too"),
        ("Yes\n\\end{quote} too", 4, "Yes too"),
        ("\\begin{document}Yes", 0, "Yes"),
        ("\\begin{a}\\begin{b}\\end{a}Yes", 9, "Yes"),
    ];
    assert_broken(NAME, &cases);
}

#[test]
fn languages_and_repairs_are_those_of_the_document() {
    let text = "\\usepackage[english,ngerman]{babel}\n\\begin{document}\nDer \\emph{Hafen} ist  zu\n\\end{document}";
    let document = document(NAME, text);
    assert_eq!(document.blocks()[0].language(), Some("de"));
    let written = Some("5~\\% ``zu'' --- \\textasciicircum{}".to_owned());
    assert_eq!(repaired(&document, "ist zu", "5\u{a0}% “zu” — ^"), ("ist  zu".to_owned(), written));
}

#[test]
fn deep_nesting_takes_linear_time() {
    prose(NAME, &"\\footnote{a".repeat(100_000));
    prose(NAME, &("\\footnote{a".repeat(100_000) + &"}".repeat(100_000)));
    prose(NAME, &"\\begin{quote}".repeat(100_000));
    prose(NAME, &("\\begin{quote}".repeat(50_000) + &"\\end{quote}".repeat(50_000)));
    prose(NAME, &"{[".repeat(200_000));
    prose(NAME, &"$a \\( {b \\[ ".repeat(50_000));
    prose(NAME, &"\\item[".repeat(100_000));
    prose(NAME, &"\\def\\x \\url{ \\verb \\verb| \\' ".repeat(30_000));
    prose(NAME, &"\\foo{".repeat(100_000));
    prose(NAME, &"\\textbf[".repeat(100_000));
}

/// Markup that the mixtures are made of.
const PARTS: &[&str] = &[
    "a",
    "é ",
    " ",
    "\n",
    "\n\n",
    "{",
    "}",
    "[",
    "]",
    "$",
    "$$",
    "\\(",
    "\\)",
    "\\emph",
    "\\footnote{",
    "\\section{",
    "\\item",
    "\\begin{itemize}",
    "\\end{itemize}",
    "\\begin{tabular}",
    "\\end{tabular}",
    "\\begin{align}",
    "\\end{align}",
    "\\begin{verbatim}",
    "\\end{verbatim}",
    "%",
    "&",
    "\\\\",
    "~",
    "\\'",
    "\\foo",
    "\\def",
    "\\enquote{",
    "\\url{",
    "\\verb|",
    "``",
    "--",
    "\\begin{document}",
    "\\title{",
    "”",
];

#[test]
fn any_mixture_is_read() {
    assert_survives(NAME, PARTS);
}
