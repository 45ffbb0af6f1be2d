use crate::document::BlockKind::{self, *};
use crate::document::lines::testing::{
    assert_broken, assert_prose, assert_survives, blocks, document, prose, repaired,
};

const NAME: &str = "org";

#[test]
fn lines_are_blocks() {
    let text = "#+TITLE: Ferry\n#+author: Anna\n#+DESCRIPTION: A boat\n#+TODO: OPEN(o) | SHUT\n\n* OPEN [#A] Why /now/ [1/2]  :news:a_b:\n\
                SCHEDULED: <2024-05-01 Wed>\n:PROPERTIES:\n:ID: no\n:END:\nIt came\nback.\n** TODO More\n- One\n  more\n\n  Still\n  \
                1. [ ] Two\n- Term :: Three\nOutside.\n\n#+CAPTION[short]: A table\n| A | *b* |\n|---+---|\n| <l> | c |\n#+TBLFM: x\n\n\
                #+BEGIN_QUOTE\nSaid.\n#+end_quote\n\n[fn:1] A note\ngoes on.\n";
    let kinds = [
        (Metadata, "Ferry"),
        (Metadata, "A boat"),
        (Heading, "Why now"),
        (Paragraph, "It came back."),
        (Heading, "More"),
        (ListItem, "One more"),
        (ListItem, "Still"),
        (ListItem, "Two"),
        (ListItem, "Term"),
        (ListItem, "Three"),
        (Paragraph, "Outside."),
        (Caption, "A table"),
        (TableCell, "A"),
        (TableCell, "b"),
        (TableCell, "c"),
        (Quotation, "Said."),
        (Footnote, "A note goes on."),
    ];
    assert_eq!(blocks(NAME, text), kinds.map(|(kind, text): (BlockKind, &str)| (kind, text.to_owned())));
}

#[test]
fn what_stands_in_a_line() {
    let cases = [
        (
            "A *soft*, /loud/ and _old_ +new+ horn, 2 * 3 * 4 and/or.",
            "A soft, loud and old new horn, 2 * 3 * 4 and/or.",
        ),
        ("Both */at/* once; a_b_c; x_{1}y^{2}.", "Both at once; a_b_c; x1y2."),
        ("Call =run *it*= or ~a=b~, src_sh{ls} {{{x(1)}}}.", "Call # or #, # #."),
        ("See [[https://a.b/c][the /map/]] or [[file:x.org]] or https://a.b/c.", "See the map or # or #."),
        ("It is so[fn:1]. Then[fn:: A [[x][note]] here.] more.", "It is so. Then more. / A note here."),
        ("On <2024-05-01 Wed> [cite:@lee; p. 3] said <<here>>so, @@html:<b>@@now.", "On # # said so, now."),
        (
            "Ten\\nbsp{}m \\alpha is $x^2$, \\(y\\), $5 and $6 -- or --- well...",
            "Ten\u{a0}m # is #, #, $5 and $6 – or — well…",
        ),
        ("One \\\\\ntwo", "One two"),
    ];
    assert_prose(NAME, &cases);
}

#[test]
fn what_is_no_prose_is_left_out() {
    let cases = [
        ("#+BEGIN_SRC sh\nno\n\n#+END_SRC\nYes", "Yes"),
        ("#+begin_example\nno\n#+end_example\n# no\n: no\n-----\nYes", "Yes"),
        ("* COMMENT no\nno\n** no\n* Yes", "Yes"),
        ("* no :noexport:\nno\n* Yes", "Yes"),
        ("\\begin{align}\nno\n\\end{align}\nYes", "Yes"),
        ("#+begin_note\nYes\n#+end_note", "Yes"),
        (":LOGBOOK:\nno\n:END:\nCLOCK: no\nYes", "Yes"),
    ];
    assert_prose(NAME, &cases);
}

#[test]
fn what_is_broken_is_reported() {
    let cases = [
        ("#+BEGIN_SRC\nno\n* Yes", 0, "Yes"),
        ("#+end_quote\nYes", 0, "Yes"),
        (":LOGBOOK:\nno\n* Yes", 0, "Yes"),
        ("#+begin_quote\nYes", 0, "Yes"),
    ];
    assert_broken(NAME, &cases);
}

#[test]
fn languages_and_repairs_are_those_of_the_document() {
    let document = document(NAME, "#+LANGUAGE: de\nDer *Hafen* ist  zu");
    assert_eq!(document.blocks()[0].language(), Some("de"));
    assert_eq!(repaired(&document, "ist zu", "*ist* zu"), ("ist  zu".to_owned(), None));
    assert_eq!(repaired(&document, "ist zu", "und/oder auf").1.as_deref(), Some("und/oder auf"));
}

#[test]
fn deep_nesting_takes_linear_time() {
    prose(NAME, &"#+begin_quote\n".repeat(100_000));
    prose(NAME, &"- ".repeat(100_000));
    prose(NAME, &(0..1_000).map(|depth| " ".repeat(depth) + "- a\n").collect::<String>());
    prose(NAME, &"=a ~b [[c][d [fn::e <f {{{g @@h \\(i $j src_k *l /m".repeat(20_000));
    prose(NAME, &"[fn:".repeat(50_000));
    prose(NAME, &":A:\n* b\n".repeat(50_000));
}

/// Markup that the mixtures are made of.
const PARTS: &[&str] = &[
    "a",
    "é ",
    " ",
    "\n",
    "\n\n",
    "*",
    "/",
    "_",
    "=",
    "~",
    "[[",
    "][",
    "]]",
    "[fn:",
    "]",
    "<",
    ">",
    "$",
    "\\(",
    "\\)",
    "\\x",
    "#+begin_src\n",
    "#+end_src\n",
    "#+begin_quote\n",
    "#+title: ",
    ":A:\n",
    ":end:\n",
    "| ",
    "- ",
    "* ",
    "--",
    "{",
    "}",
    "”",
];

#[test]
fn any_mixture_is_read() {
    assert_survives(NAME, PARTS);
}
