use crate::document::BlockKind::{self, *};
use crate::document::lines::testing::{
    assert_broken, assert_prose, assert_survives, blocks, document, prose, repaired,
};

const NAME: &str = "asciidoc";

#[test]
fn lines_are_blocks() {
    let text = "= Ferry\nAnna Smith <anna@example.org>\nv1.0, 2024-05-01\n:description: A boat \\\n  comes back.\n:toc:\n\n\
                It came +\n// no\nback.\n\n== Why ==\n\n* One\nmore\n** [x] Two\n. Three\n\nTerm:: Four\nOther::\n  Five\n\n\
                NOTE: Mind.\n\n.A boat\nimage::boat.png[The red boat,200]\n\n____\nQuoted\n\n-- Anna\n____\n\n\
                [quote, Lee]\nSaid.\n\nOld\n---\n\nSo.footnote:[A *note*.] Then.\n";
    let kinds = [
        (Heading, "Ferry"),
        (Metadata, "A boat comes back."),
        (Paragraph, "It came back."),
        (Heading, "Why"),
        (ListItem, "One more"),
        (ListItem, "Two"),
        (ListItem, "Three"),
        (ListItem, "Term"),
        (ListItem, "Four"),
        (ListItem, "Other"),
        (ListItem, "Five"),
        (Paragraph, "Mind."),
        (Caption, "A boat"),
        (Attribute, "The red boat"),
        (Quotation, "Quoted"),
        (Quotation, "Anna"),
        (Quotation, "Said."),
        (Heading, "Old"),
        (Paragraph, "So. Then."),
        (Footnote, "A note."),
    ];
    assert_eq!(blocks(NAME, text), kinds.map(|(kind, text): (BlockKind, &str)| (kind, text.to_owned())));
}

#[test]
fn what_stands_in_a_line() {
    let cases = [
        ("A *soft* and _loud_ horn, 2 * 3 * 4.", "A soft and loud horn, 2 * 3 * 4."),
        ("It **un**believ__ab__ly [.big]#works#.", "It unbelievably works."),
        ("H~2~O and x^2^, snake_case_name.", "H2O and x2, snake_case_name."),
        ("Call `run *it*` or ``a`b`` or +c+ now, C++.", "Call # or # or # now, C++."),
        ("\"`Well,`\" he said, '`no`', Anna's.", "“Well,” he said, ‘no’, Anna’s."),
        ("See link:map.html[the *map*,role=x] or https://a.b[\"it, there\"^].", "See the map or it, there."),
        ("On https://example.org/a_b_/, xref:x[], <<y>> and <<z,the end>>.", "On #, #, # and the end."),
        ("Use {name}{nbsp}now&#8230; &amp; go -- or--stay...", "Use #\u{a0}now… & go — or—stay…"),
        ("An \\*escape*, [[id]]a ((term)) (((x, y))).", "An *escape*, a term."),
        ("Press kbd:[Ctrl] image:a.png[x].", "Press # #."),
    ];
    assert_prose(NAME, &cases);
}

#[test]
fn what_is_no_prose_is_left_out() {
    let cases = [
        ("[source,rust]\n----\nno\n\nno\n----\nYes", "Yes"),
        ("....\nno\n....\n\n++++\nno\n++++\n\n```sh\nno\n```\n\n////\nno\n////\nYes", "Yes"),
        ("[stem]\n++++\nno\n++++\nYes", "Yes"),
        ("[source]\nno\nno\n\nYes", "Yes"),
        (" no\n no\n\nYes", "Yes"),
        ("ifdef::x[]\nYes\nendif::[]\ninclude::no.adoc[]\n'''\n<<<\ntoc::[]", "Yes"),
        ("====\nYes\n\n--\nToo\n--\n====\n\n****\nAside\n****", "Yes / Too / Aside"),
    ];
    assert_prose(NAME, &cases);
}

#[test]
fn tables_are_cells() {
    let table =
        "[cols=\"1,1\"]\n|===\n|One |Two\n\n2+|three\na|\n* four\n* five\n\nsix\nl|no|a \\| b\n// no\n|===\nEnd.";
    assert_eq!(prose(NAME, table), "One / Two / three / four / five / six / a | b / End.");
    assert_eq!(blocks(NAME, table)[0].0, TableCell);
    assert_eq!(prose(NAME, "[format=csv]\n|===\na,b\n|===\nEnd."), "End.");
}

#[test]
fn what_is_broken_is_reported() {
    let cases = [("----\nno\n\nno", 0, ""), ("====\nText", 0, "Text"), ("Yes\n|===\n|a", 4, "Yes")];
    assert_broken(NAME, &cases);
}

#[test]
fn languages_and_repairs_are_those_of_the_document() {
    let document = document(NAME, "= A\n:lang: de\n\nDer *Hafen* {x} war  zu");
    assert!(document.blocks().iter().all(|block| block.language() == Some("de")));
    assert_eq!(repaired(&document, "war zu", "b_*"), ("war  zu".to_owned(), None));
    assert_eq!(repaired(&document, "war zu", "ist zu").1.as_deref(), Some("ist zu"));
}

#[test]
fn deep_nesting_takes_linear_time() {
    prose(NAME, &"====\n".repeat(100_001));
    prose(NAME, &(4..1_500).map(|len| "=".repeat(len) + "\n").collect::<String>());
    prose(NAME, &"`a *b link:c[d {e <<f \"`g ((h [[i +j https://k[l footnote:[m".repeat(20_000));
    prose(NAME, &"link:".repeat(100_000));
    prose(NAME, &"* ".repeat(100_000));
    prose(NAME, &(String::from("|===\n") + &"|a".repeat(100_000)));
}

/// Markup that the mixtures are made of.
const PARTS: &[&str] = &[
    "a",
    "é ",
    " ",
    "\n",
    "\n\n",
    "*",
    "__",
    "`",
    "``",
    "\"`",
    "`\"",
    "#",
    "+",
    "{x}",
    "[",
    "]",
    "[[",
    "<<",
    ">>",
    "link:",
    "https://a.b",
    "footnote:[",
    "----\n",
    "====\n",
    "|===\n",
    "|",
    "* ",
    "::",
    "= ",
    "\\",
    "--",
    "((",
    "))",
    ".x",
    "&amp;",
    "//",
    "”",
];

#[test]
fn any_mixture_is_read() {
    assert_survives(NAME, PARTS);
}
