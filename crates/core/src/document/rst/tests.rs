use crate::document::BlockKind::{self, *};
use crate::document::lines::testing::{
    assert_broken, assert_prose, assert_survives, blocks, document, prose, repaired,
};

const NAME: &str = "rst";

#[test]
fn lines_are_blocks() {
    let text = "=====\nFerry\n=====\n\n:description: A boat\n  comes back.\n:author: Anna\n\nIt came\nback.\n\nWhy\n---\n\n\
                - One\n  more\n\n  - Two\n- Three\n\n1. Four\n\nTerm\n   Five\n\n   Six\n\n..\n\n   Quoted\n\n.. [1] Note\n   goes on\n\n\
                :param a: Seven\n";
    let kinds = [
        (Heading, "Ferry"),
        (Metadata, "A boat comes back."),
        (Paragraph, "It came back."),
        (Heading, "Why"),
        (ListItem, "One more"),
        (ListItem, "Two"),
        (ListItem, "Three"),
        (ListItem, "Four"),
        (ListItem, "Term"),
        (ListItem, "Five"),
        (ListItem, "Six"),
        (Quotation, "Quoted"),
        (Footnote, "Note goes on"),
        (ListItem, "Seven"),
    ];
    assert_eq!(blocks(NAME, text), kinds.map(|(kind, text): (BlockKind, &str)| (kind, text.to_owned())));
}

#[test]
fn what_stands_in_a_line() {
    let cases = [
        ("A *soft* and **loud** horn, 2 * 3 * 4.", "A soft and loud horn, 2 * 3 * 4."),
        ("Call ``run *it*`` now, or `this`.", "Call # now, or #."),
        ("See `the map <https://a.b/c>`_ and `the list`__.", "See the map and the list."),
        ("A :emphasis:`good` :math:`x` :ref:`boat`, :doc:`the boat <b>`.", "A good # #, the boat."),
        ("The `x`:math: is", "The # is"),
        ("It |is|_ so [1]_. Then [Lee20]_ said.", "It # so. Then # said."),
        ("A word_ and snake_case, anon__.", "A word and snake_case, anon."),
        ("An \\*escape\\*, re\\ ``x``.", "An *escape*, re#."),
        ("On https://example.org/a_b_, too.", "On #, too."),
        ("The _`target` here.", "The target here."),
        ("An open `tick, an open *star.", "An open `tick, an open *star."),
        ("It says “*no*”.", "It says “no”."),
    ];
    assert_prose(NAME, &cases);
}

#[test]
fn what_is_no_prose_is_left_out() {
    let cases = [
        ("So::\n\n  no\n\n  no\n\nYes", "So: / Yes"),
        ("So ::\n\n> no\n> no\n\nYes", "So / Yes"),
        ("::\n\n  no\n\nYes", "Yes"),
        (".. a comment\n   no\n\n   no\n\nYes", "Yes"),
        (".. code-block:: rust\n   :name: x\n\n   no\n\nYes", "Yes"),
        (".. _target: https://a.b\n.. |x| replace:: no\n__ https://a.b\n\nYes", "Yes"),
        (">>> no\nno\n\nYes", "Yes"),
        ("One\n\n----\n\nTwo", "One / Two"),
    ];
    assert_prose(NAME, &cases);
}

#[test]
fn directives_hold_text() {
    let text = ".. note:: Mind\n   the gap.\n\n   Again.\n\n.. figure:: a.png\n   :alt: A boat\n\n   The caption.\n\n   More.\n\n\
                .. admonition:: Title\n   :class: x\n\n   Body\n\n.. epigraph::\n\n   Said\n\n   -- Anna\n\n.. list-table:: Boats\n\n   \
                * - One\n     - Two\n\n.. image:: b.png\n   :alt: Sea\n";
    let kinds = [
        (Paragraph, "Mind the gap."),
        (Paragraph, "Again."),
        (Attribute, "A boat"),
        (Caption, "The caption."),
        (Paragraph, "More."),
        (Heading, "Title"),
        (Paragraph, "Body"),
        (Quotation, "Said"),
        (Quotation, "Anna"),
        (Caption, "Boats"),
        (TableCell, "One"),
        (TableCell, "Two"),
        (Attribute, "Sea"),
    ];
    assert_eq!(blocks(NAME, text), kinds.map(|(kind, text): (BlockKind, &str)| (kind, text.to_owned())));
}

#[test]
fn tables_are_cells() {
    let grid = "+----+------+\n| A  | B b  |\n+====+======+\n| c  | d    |\n| é  |      |\n|    | e    |\n+----+------+\n| over both |\n+-----------+\n";
    assert_eq!(prose(NAME, grid), "A / B b / c é / d / e / over both");
    let simple =
        "=====  =====\nOne    Two\n=====  =====\nthree  four\n       five\nsix    seven and more\n=====  =====\n\nEnd.";
    assert_eq!(prose(NAME, simple), "One / Two / three / four five / six / seven and more / End.");
    assert_eq!(blocks(NAME, grid)[0].0, TableCell);
}

#[test]
fn what_is_broken_is_reported() {
    let cases = [
        ("====  ===\na     b\n\nText", 0, "Text"),
        ("+---+\n| a |\n\nText", 0, "Text"),
        ("=====\nTitle\n\nText", 0, "Title / Text"),
    ];
    assert_broken(NAME, &cases);
}

#[test]
fn spans_and_repairs_are_exact() {
    let document = document(NAME, "A *big* |x| boot came\nback.");
    assert_eq!(repaired(&document, "boot", "b_*"), ("boot".to_owned(), Some("b\\_\\*".to_owned())));
    assert_eq!(repaired(&document, "came back", "is"), ("came\nback".to_owned(), Some("is".to_owned())));
}

#[test]
fn deep_nesting_takes_linear_time() {
    prose(NAME, &"- ".repeat(300_000));
    prose(NAME, &(0..1_000).map(|depth| " ".repeat(depth) + "- a\n").collect::<String>());
    prose(NAME, &"`a `` |b :c:`d [e _`f *g **h ".repeat(30_000));
    prose(NAME, &".. note::\n".repeat(100_000));
    prose(NAME, &"== ==\na\n\n".repeat(50_000));
}

/// Markup that the mixtures are made of.
const PARTS: &[&str] = &[
    "a",
    "é ",
    " ",
    "\n",
    "\n\n",
    "  ",
    "*",
    "**",
    "`",
    "``",
    "_",
    "|",
    ":a:",
    "::",
    ".. ",
    ".. note:: ",
    "- ",
    "1. ",
    "[1]_ ",
    "\\",
    "====\n",
    "== ==\n",
    "+--+--+\n",
    "| ",
    ":alt: ",
    "<",
    ">",
    "”",
];

#[test]
fn any_mixture_is_read() {
    assert_survives(NAME, PARTS);
}
