//! Which files are checked, and what becomes of those that cannot be.

use std::fs;

use crate::support::{CLEAN, Desk, STOPS, STOPS_LINE, TWICE, TWICE_LINE, assert_has, assert_said};

/// The paths of a concise report, in its order, each once.
fn paths(out: &str) -> Vec<&str> {
    let mut paths: Vec<_> = out.lines().map(|line| line.split(':').next().unwrap()).collect();
    paths.dedup();
    paths
}

#[test]
fn a_file_that_is_no_text_is_named_and_the_others_are_checked() {
    // Half a surrogate pair.
    let utf16 = |bytes: [u8; 2]| [&bytes[..], &[0xd8, 0xd8, 0x41, 0x41]].concat();
    for (bytes, problem) in [
        (b"PK\x03\x04\0\0".to_vec(), "this is no text: a zero byte stands at byte 4"),
        ("One é.\nTwo é é.\n".bytes().chain(*b"\xff\n").collect(), "this is not UTF-8: byte 0xFF at byte 19 (line 3)"),
        (b"\xef\xbb\xbfOne.\r\n\r\ncaf\xe9".to_vec(), "this is not UTF-8: byte 0xE9 at byte 14 (line 3)"),
        (b"cut off: \xe2\x80".to_vec(), "this is not UTF-8: byte 0xE2 at byte 9 (line 1)"),
        (utf16([0xff, 0xfe]), "this is no text in UTF-16LE; `--encoding` tells which it is"),
        (utf16([0xfe, 0xff]), "this is no text in UTF-16BE; `--encoding` tells which it is"),
    ] {
        let desk = Desk::with(&[("a.txt", STOPS), ("z.txt", STOPS)]);
        desk.write("bad.txt", bytes);
        let said = desk.run(&["check", "--format", "concise", "a.txt", "bad.txt", "z.txt"]);
        assert_eq!((said.status, said.out), (2, format!("a.txt{STOPS_LINE}z.txt{STOPS_LINE}")));
        assert_has(&said.err, &[&format!("copydesk: bad.txt: {problem}"), "copydesk: 2 errors in 2 files"]);
    }
}

#[test]
fn a_file_in_another_encoding_is_repaired_in_that_encoding() {
    let text = "The café is open.\n\nThe the old boat came to the café.\n";
    let fixed = text.replace("The the", "The");
    let encode = |name: &str, text: &str| -> Vec<u8> {
        match name {
            "UTF-16LE" => [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
            _ => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
        }
    };
    for (name, start) in [("UTF-16LE", 40), ("windows-1252", 19)] {
        let desk = Desk::with(&[]);
        desk.write("a.txt", encode(name, text));
        let said = desk.run(&["check", "--format", "json", "a.txt"]);
        assert_eq!((said.status, said.err), (1, format!("copydesk: a.txt: read as {name}\n")));
        assert_has(&said.out, &[&format!("\"start\":{start},"), "\"line\":3,\"column\":1,"]);
        assert_eq!(desk.run(&["fix", "a.txt"]).status, 0);
        assert_eq!(fs::read(desk.path("a.txt")).unwrap(), encode(name, &fixed), "{name}");
    }
}

#[test]
fn a_missing_file_is_named_and_the_others_are_checked() {
    let desk = Desk::with(&[("a.txt", STOPS)]);
    let said = desk.run(&["check", "--format", "concise", "missing.txt", "a.txt", "no/such/file.txt"]);
    assert_eq!((said.status, said.out), (2, format!("a.txt{STOPS_LINE}")));
    let missing =
        ["missing.txt", "no/such/file.txt"].map(|path| format!("copydesk: {path}: there is no such file or folder\n"));
    assert_has(&said.err, &[&missing[0], &missing[1]]);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named_and_the_others_are_checked() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::with(&[("a.txt", STOPS), ("locked.txt", STOPS)]);
    fs::set_permissions(desk.path("locked.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(desk.path("locked.txt")).is_ok() {
        return; // Who runs the tests may read everything, as root does.
    }
    let said = desk.run(&["check", "--format", "concise", "locked.txt", "a.txt"]);
    assert_eq!((said.status, said.out), (2, format!("a.txt{STOPS_LINE}")));
    assert_has(&said.err, &["copydesk: locked.txt: permission denied\n"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_is_named_where_it_is_named_and_passed_over_in_a_folder() {
    let desk = Desk::with(&[("a.txt", STOPS)]);
    std::os::unix::fs::symlink("nowhere.txt", desk.path("link.txt")).unwrap();
    let said = desk.run(&["check", "link.txt"]);
    assert_said(&said, 2, "", "copydesk: link.txt: there is no such file or folder\n");
    assert_eq!(desk.run(&["check", "."]).status, 1);
}

#[test]
fn a_folder_is_walked_as_its_ignore_files_say() {
    let desk = Desk::with(&[
        ("b.txt", STOPS),
        ("a.text", STOPS),
        ("SHOUT.TXT", STOPS),
        ("sub/deep/c.txt", STOPS),
        ("sub/skipped.txt", STOPS),
        ("sub/.gitignore", "skipped.*\n"),
        ("drafts/d.txt", STOPS),
        ("old.raw.txt", STOPS),
        ("kept.raw.txt", STOPS),
        (".gitignore", "drafts/\n"),
        (".copydeskignore", "*.raw.txt\n!kept.raw.txt\n"),
        (".hidden.txt", STOPS),
        (".hidden/e.txt", STOPS),
    ]);
    let inside = ["SHOUT.TXT", "a.text", "b.txt", "kept.raw.txt", "sub/deep/c.txt"];
    for args in [&["--format", "concise"][..], &["--format", "concise", "."], &["--format", "concise", "./"]] {
        let said = desk.run(&[&["check"], args].concat());
        assert_eq!(paths(&said.out), inside, "{args:?}");
    }
    assert_eq!(paths(&desk.run(&["check", "--format", "concise", "sub"]).out), ["sub/deep/c.txt"]);
}

#[test]
fn a_named_file_is_checked_whatever_ignores_it() {
    let names = ["drafts/d.txt", ".hidden.txt", "notes.xyz", "README"];
    let desk = Desk::with(&names.map(|name| (name, STOPS)));
    desk.write(".gitignore", "drafts/\n");
    desk.write("copydesk.toml", "[paths]\nexclude = [\"*\"]\n");
    let said = desk.run(&[&["check", "--format", "concise"], &names[..]].concat());
    assert_eq!(said.out, names.map(|name| format!("{name}{STOPS_LINE}")).concat());
    assert_eq!(desk.run(&["check", "--format", "concise", "."]).out, "");
}

#[test]
fn files_of_other_formats_are_counted_on_the_standard_error() {
    let desk = Desk::with(&[("a.txt", CLEAN)]);
    for name in ["one.png", "two.PNG", "sub/x.zip", "Makefile"] {
        desk.write(name, "");
    }
    let passed = "copydesk: 4 files of other formats not checked (1 without extension, 2 .png, 1 .zip); \
                  a file that is named is\n";
    assert_said(&desk.run(&["check", "."]), 0, "", &format!("{passed}copydesk: nothing found in 1 file\n"));
    assert_said(&desk.run(&["check", "a.txt"]), 0, "", "copydesk: nothing found in 1 file\n");
    let one = "copydesk: 1 file of other formats not checked (1 .zip); a file that is named is\n";
    let said = desk.run(&["check", "sub"]);
    assert_eq!((said.status, said.out.as_str()), (0, ""));
    assert_has(&said.err, &[one]);
}

#[test]
fn a_file_that_is_named_twice_is_checked_once() {
    let desk = Desk::with(&[("a.txt", STOPS), ("b.txt", TWICE)]);
    for args in [&["a.txt", "a.txt", "b.txt"][..], &["a.txt", "./a.txt", "b.txt"], &[".", "a.txt"], &["a.txt", "."]] {
        let said = desk.run(&[&["check", "--format", "concise"], args].concat());
        assert_eq!(said.out, format!("a.txt{STOPS_LINE}b.txt{TWICE_LINE}"), "{args:?}");
    }
}

#[test]
fn columns_count_characters_without_the_byte_order_mark() {
    let stops = "error[punctuation/doubled-stop]: two full stops where one is enough";
    for (text, line, column) in [
        (STOPS.to_owned(), 1, 15),
        (format!("\u{feff}{STOPS}"), 1, 15),
        (STOPS.replace('\n', "\r\n"), 1, 15),
        (format!("\u{feff}Rain fell.\r\n\r\n{STOPS}"), 3, 15),
        ("Rain fell.\r\n\r\n🙂 The boats left. .\r\n".to_owned(), 3, 17),
        ("Cafe\u{301} boats left. .".to_owned(), 1, 17),
        ("\tThe boats left. .".to_owned(), 1, 16),
    ] {
        let desk = Desk::with(&[("a.txt", &text)]);
        let said = desk.run(&["check", "--select", "punctuation/doubled-stop", "--format", "concise", "a.txt"]);
        assert_eq!(said.out, format!("a.txt:{line}:{column}: {stops}\n"), "{text:?}");
    }
}

#[test]
fn a_line_of_a_million_characters_is_shown_in_short() {
    let filler = "The boats left the northern harbour before noon, as they always do in June. ".repeat(7000);
    let desk = Desk::with(&[("long.txt", &format!("{filler}The boats left. . Nobody waved. {filler}\n"))]);
    let said = desk.run(&["check", "--select", "punctuation/doubled-stop", "long.txt"]);
    assert_eq!(said.status, 1);
    let widest = said.out.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(widest <= 100, "{widest} columns");
    assert_has(&said.out, &[&format!("long.txt:1:{}\n", filler.len() + 15), "left. . Nobody", "^^^"]);
}

#[test]
fn a_file_goes_by_the_same_name_in_findings_and_in_complaints() {
    let desk = Desk::with(&[("a.txt", STOPS), ("bad.txt", "a\0b"), ("sub/bad.txt", "a\0b")]);
    for args in [&[][..], &["."], &["./a.txt", "./bad.txt", "./sub"]] {
        let said = desk.run(&[&["check", "--format", "concise"], args].concat());
        assert_eq!(said.out, format!("a.txt{STOPS_LINE}"), "{args:?}");
        let bad = ["copydesk: bad.txt: this is no text", "copydesk: sub/bad.txt: this is no text"];
        assert_has(&said.err, &bad);
    }
}
