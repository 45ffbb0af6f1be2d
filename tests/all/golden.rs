//! What the reader of a terminal sees, to the letter.

use std::process::Command;

/// What `copydesk check` writes for the translated article.
fn shown(columns: &str, color: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_copydesk"))
        .args(["check", "--isolated", "--color", color, "fixtures/articles/translated.txt"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("COLUMNS", columns)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn at_80_columns() {
    let shown = shown("80", "never");
    let drawn = shown.lines().filter(|line| line.contains(" | "));
    let widest = drawn.map(|line| line.chars().count()).max().unwrap();
    assert!(widest <= 80, "{widest} columns");
    insta::assert_snapshot!(shown);
}

#[test]
fn at_140_columns() {
    let shown = shown("140", "never");
    assert!(shown.lines().filter(|line| line.contains(" | ")).all(|line| line.chars().count() <= 140));
    insta::assert_snapshot!(shown);
}

#[test]
fn in_color_the_same_text() {
    let colored = shown("80", "always");
    assert!(colored.contains("\u{1b}["));
    assert_eq!(anstream::adapter::strip_str(&colored).to_string(), shown("80", "never"));
}
