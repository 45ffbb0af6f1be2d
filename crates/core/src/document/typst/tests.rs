use crate::document::BlockKind::{self, *};
use crate::document::lines::testing::{
    assert_broken, assert_prose, assert_survives, blocks, document, prose, repaired,
};

const NAME: &str = "typst";

#[test]
fn lines_are_blocks() {
    let text = "#set document(NAME, title: \"Ferry\", author: \"Anna\")\n#import \"@preview/x:0.1.0\": *\n#let no = [no]\n\
                #show: news.with(\n  title: [The *ferry*],\n  author: \"no\",\n)\n\n= Why now <why>\nIt came // no\nback.\n\n\
                - One\n  more\n  - Two\n+ Three\n3. Four\n\n  Still\nOutside\n/ Term: Five\n\n\
                #figure(\n  image(\"a.png\"),\n  caption: [A boat, in _red_.],\n) <boat>\n\n\
                #table(columns: 2, [A], [B], table.cell(colspan: 2)[C])\n\n#quote(block: true)[Said.]\n\n\
                So.#footnote[A note.] Then.\n";
    let kinds = [
        (Metadata, "Ferry"),
        (Metadata, "The ferry"),
        (Heading, "Why now"),
        (Paragraph, "It came back."),
        (ListItem, "One more"),
        (ListItem, "Two"),
        (ListItem, "Three"),
        (ListItem, "Four"),
        (ListItem, "Still"),
        (Paragraph, "Outside"),
        (ListItem, "Term"),
        (ListItem, "Five"),
        (Caption, "A boat, in red."),
        (TableCell, "A"),
        (TableCell, "B"),
        (TableCell, "C"),
        (Quotation, "Said."),
        (Paragraph, "So. Then."),
        (Footnote, "A note."),
    ];
    assert_eq!(blocks(NAME, text), kinds.map(|(kind, text): (BlockKind, &str)| (kind, text.to_owned())));
}

#[test]
fn what_stands_in_a_line() {
    let cases = [
        ("A *soft* and _loud_ horn, 2 * 3, snake_case.", "A soft and loud horn, 2 * 3, snake_case."),
        ("Call `run *it*` or ```rs fn``` now.", "Call # or # now."),
        ("It is $x^2$, \\$5 and \\u{e9}~is.", "It is #, $5 and é\u{a0}is."),
        ("So\n$ x = y. $\nThen.", "So #. Then."),
        ("See @boat, @boat[page 3] and https://a.b/c//d.", "See #, # and #."),
        ("A #emph[good] #text(fill: red)[day] for #link(\"https://a.b\")[the boat].", "A good day for the boat."),
        ("It is #name, #f(1), #data.len().pos(2); and #sym.arrow.", "It is #, #, # and #."),
        ("Go -- or --- stay... /* no /* no */ */ now\\ more.", "Go – or — stay… now more."),
        ("A [bracket *here*] #note[b] [c].", "A [bracket here] b [c]."),
        ("One#v(1em) two#h(1fr)#linebreak()three.", "One two three."),
        ("Three #(1 + 2) and #{ 3 } more #kbd[a][b].", "Three # and # more a b."),
        ("He said \"no\" and it's so.", "He said \"no\" and it's so."),
    ];
    assert_prose(NAME, &cases);
}

#[test]
fn what_is_no_prose_is_left_out() {
    let cases = [
        ("```\nno\n\nno\n```\nYes", "Yes"),
        ("````md\n```\nno\n```\n````\nYes", "Yes"),
        ("#let f(x) = {\n  [no]\n}\nYes", "Yes"),
        ("#show heading: it => [no #it]\nYes", "Yes"),
        ("#set page(\n  header: [no],\n)\nYes", "Yes"),
        ("#if x [Yes] else [Too]\nMore", "Yes / Too / More"),
        ("#for a in b {\n  [Yes #a]\n}\n\n#align(center)[Too\n\nThree]", "Yes # / Too / Three"),
        ("#bibliography(\"a.bib\", title: [no])\nYes", "Yes"),
        ("#hide[no]Yes", "Yes"),
    ];
    assert_prose(NAME, &cases);
}

#[test]
fn what_is_broken_is_reported() {
    let cases = [
        ("Yes `no", 4, "Yes"),
        ("Yes $no", 4, "Yes"),
        ("Yes /* no", 4, "Yes"),
        ("#emph[Yes", 5, "Yes"),
        ("Yes\n#let x = (", 13, "Yes"),
    ];
    assert_broken(NAME, &cases);
}

#[test]
fn languages_and_repairs_are_those_of_the_document() {
    let document = document(NAME, "#set text(font: \"x\", lang: \"de\")\nDer *Hafen* ist  zu");
    assert_eq!(document.blocks()[0].language(), Some("de"));
    let written = Some("\\#1 zu~".to_owned());
    assert_eq!(repaired(&document, "ist zu", "#1 zu\u{a0}"), ("ist  zu".to_owned(), written));
}

#[test]
fn deep_nesting_takes_linear_time() {
    prose(NAME, &"#a[".repeat(200_000));
    prose(NAME, &"#footnote[a".repeat(50_000));
    prose(NAME, &"#f(".repeat(200_000));
    prose(NAME, &"#{[".repeat(100_000));
    prose(NAME, &"[".repeat(300_000));
    prose(NAME, &"/*".repeat(300_000));
    prose(NAME, &"*a _b @c[ <d #e `f` ".repeat(30_000));
    prose(NAME, &"$x$ ```\n``` ".repeat(30_000));
}

/// Markup that the mixtures are made of.
const PARTS: &[&str] = &[
    "a",
    "é ",
    " ",
    "\n",
    "\n\n",
    "*",
    "_",
    "`",
    "```",
    "$",
    "#",
    "#f",
    "#let ",
    "#show: ",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "//",
    "/*",
    "*/",
    "<a>",
    "@a",
    "= ",
    "- ",
    "/ ",
    ":",
    ",",
    ";",
    "\\",
    "--",
    "#footnote[",
    "#quote[",
    "caption: ",
    "”",
];

#[test]
fn any_mixture_is_read() {
    assert_survives(NAME, PARTS);
}
