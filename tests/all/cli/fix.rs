//! `fix`: what is written, what is kept, and what is refused.

use std::fs;

use crate::support::{CLEAN, CLOSED, Desk, ONCE, ONE_STOP, OPEN, STOPS, TWICE, assert_has, assert_said};

#[test]
fn safe_fixes_are_written_and_told() {
    let desk = Desk::with(&[("a.txt", &format!("{STOPS}{TWICE}")), ("clean.txt", CLEAN)]);
    let err = "copydesk: repaired 2 findings in 1 of 2 files; 0 findings left\n     \
               1  punctuation/doubled-stop\n     1  repetition/doubled-word\n";
    assert_said(&desk.run(&["fix", "a.txt", "clean.txt"]), 0, "", err);
    assert_eq!(desk.read("a.txt"), format!("{ONE_STOP}{ONCE}"));
    assert_eq!(desk.read("clean.txt"), CLEAN);
    assert_eq!(desk.names(), ["a.txt", "clean.txt"], "nothing is left behind");
}

#[test]
fn a_second_run_changes_nothing_and_writes_nothing() {
    let desk = Desk::with(&[("a.txt", &format!("{STOPS}{TWICE}{OPEN}"))]);
    assert_eq!(desk.run(&["fix", "a.txt"]).status, 1);
    let (once, time) = (desk.read("a.txt"), fs::metadata(desk.path("a.txt")).unwrap().modified().unwrap());
    assert_eq!(once, format!("{ONE_STOP}{ONCE}{OPEN}"));
    let err = "copydesk: repaired 0 findings in 0 of 1 file; 1 finding left\n";
    assert_said(&desk.run(&["fix", "a.txt"]), 1, "", err);
    assert_eq!((desk.read("a.txt"), fs::metadata(desk.path("a.txt")).unwrap().modified().unwrap()), (once, time));
}

#[test]
fn unsafe_fixes_are_applied_only_where_they_are_wanted() {
    let text = format!("{STOPS}\n{OPEN}");
    for (args, status, after) in [
        (&["fix", "a.txt"][..], 1, format!("{ONE_STOP}\n{OPEN}")),
        (&["fix", "--unsafe-fixes", "a.txt"], 0, format!("{ONE_STOP}\n{CLOSED}")),
        (&["fix", "--unsafe-fixes", "--select", "quotation", "a.txt"], 0, format!("{STOPS}\n{CLOSED}")),
        (&["fix", "--ignore", "quotation", "a.txt"], 0, format!("{ONE_STOP}\n{OPEN}")),
        (&["fix", "--unsafe-fixes", "--diff", "a.txt"], 1, text.clone()),
    ] {
        let desk = Desk::with(&[("a.txt", &text)]);
        let said = desk.run(args);
        assert_eq!((said.status, desk.read("a.txt")), (status, after), "{args:?}: {said:#?}");
    }
}

#[test]
fn everything_but_the_repair_stays_as_it_is() {
    for (before, after) in [
        ("\u{feff}The boats left. . Nobody waved.\r\n", "\u{feff}The boats left. Nobody waved.\r\n"),
        ("Rain fell.\r\n\r\nThe boats left. .\r\n", "Rain fell.\r\n\r\nThe boats left.\r\n"),
        ("Rain fell.\r\n\nThe boats left. .\n\r\n\n", "Rain fell.\r\n\nThe boats left.\n\r\n\n"),
        ("The boats left. .", "The boats left."),
        ("\u{feff}The boats left. .", "\u{feff}The boats left."),
        ("\t The boats left. .  \n \n", "\t The boats left.  \n \n"),
        (
            "Fall\u{a0}rain.\u{2028}\n\nThe e\u{301}toile left. . 🙂\n",
            "Fall\u{a0}rain.\u{2028}\n\nThe e\u{301}toile left. 🙂\n",
        ),
    ] {
        let desk = Desk::with(&[("a.txt", before)]);
        let said = desk.run(&["fix", "--select", "punctuation/doubled-stop", "a.txt"]);
        assert_eq!((said.status, desk.read("a.txt").as_str()), (0, after), "{before:?}");
        let said = desk.run_on(before, &["fix", "--select", "punctuation/doubled-stop", "-"]);
        assert_eq!((said.status, said.out.as_str()), (0, after), "{before:?} from the standard input");
    }
}

#[cfg(unix)]
#[test]
fn mode_bits_stay_as_they_are() {
    use std::os::unix::fs::PermissionsExt as _;
    for mode in [0o600, 0o640, 0o644, 0o755, 0o666] {
        let desk = Desk::with(&[("a.txt", STOPS)]);
        fs::set_permissions(desk.path("a.txt"), fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(desk.run(&["fix", "a.txt"]).status, 0);
        let after = fs::metadata(desk.path("a.txt")).unwrap().permissions().mode() & 0o7777;
        assert_eq!((desk.read("a.txt").as_str(), after), (ONE_STOP, mode), "{mode:o}");
    }
}

#[test]
fn diff_shows_what_would_change_and_changes_nothing() {
    let desk = Desk::with(&[("a.txt", &format!("{CLEAN}{STOPS}")), ("b.txt", CLEAN), ("c.txt", "Rain fell. .")]);
    let diff = format!(
        "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n {CLEAN}-{STOPS}+{ONE_STOP}\
         --- a/c.txt\n+++ b/c.txt\n@@ -1 +1 @@\n-Rain fell. .\n\\ No newline at end of file\n\
         +Rain fell.\n\\ No newline at end of file\n"
    );
    let err = "copydesk: would repair 2 findings in 2 of 3 files; 0 findings left\n     2  punctuation/doubled-stop\n";
    assert_said(&desk.run(&["fix", "--diff", "a.txt", "b.txt", "c.txt"]), 1, &diff, err);
    assert_eq!([desk.read("a.txt"), desk.read("c.txt")], [format!("{CLEAN}{STOPS}"), "Rain fell. .".to_owned()]);
    assert_eq!(desk.names(), ["a.txt", "b.txt", "c.txt"]);
}

#[test]
fn diff_ends_with_0_where_nothing_would_change() {
    let desk = Desk::with(&[("clean.txt", CLEAN), ("open.txt", OPEN)]);
    let err = "copydesk: would repair 0 findings in 0 of 2 files; 1 finding left\n";
    assert_said(&desk.run(&["fix", "--diff", "clean.txt", "open.txt"]), 0, "", err);
    assert_eq!(desk.run(&["fix", "--diff", "--unsafe-fixes", "open.txt"]).status, 1);
    assert_eq!(desk.run_on(STOPS, &["fix", "--diff", "-"]).status, 1);
    assert_eq!(desk.run(&["fix", "--diff", "missing.txt"]).status, 2);
}

#[test]
fn the_diff_of_the_standard_input_goes_by_its_name() {
    let said = Desk::with(&[]).run_on(STOPS, &["fix", "--diff", "-", "--stdin-filename", "news/today.txt"]);
    assert_eq!(said.out, format!("--- a/news/today.txt\n+++ b/news/today.txt\n@@ -1 +1 @@\n-{STOPS}+{ONE_STOP}"));
}

#[test]
fn the_standard_input_is_repaired_to_the_standard_output() {
    let desk = Desk::with(&[]);
    for (before, after, status) in [
        (STOPS, ONE_STOP, 0),
        (CLEAN, CLEAN, 0),
        (OPEN, OPEN, 1),
        ("", "", 0),
        ("\u{feff}Rain fell.\r\n", "\u{feff}Rain fell.\r\n", 0),
    ] {
        let said = desk.run_on(before, &["fix", "-"]);
        assert_eq!((said.out.as_str(), said.status), (after, status), "{before:?}");
    }
    let said = desk.run_on(b"One \xe2\x80".to_vec(), &["fix", "-"]);
    assert_eq!((said.out.as_str(), said.status), ("", 2));
    assert_eq!(desk.names(), [""; 0], "nothing is written");
}

#[cfg(unix)]
#[test]
fn a_read_only_file_is_refused_and_whole() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::with(&[("locked.txt", STOPS), ("open.txt", STOPS)]);
    fs::set_permissions(desk.path("locked.txt"), fs::Permissions::from_mode(0o444)).unwrap();
    let said = desk.run(&["fix", "locked.txt", "open.txt"]);
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert_has(&said.err, &["copydesk: locked.txt: the file is read-only; nothing was changed\n"]);
    assert_eq!([desk.read("locked.txt"), desk.read("open.txt")], [STOPS, ONE_STOP]);
    assert_eq!(desk.names(), ["locked.txt", "open.txt"], "nothing is left behind");
}

#[test]
fn a_file_that_is_no_text_is_left_alone_and_the_others_are_repaired() {
    let desk = Desk::with(&[("a.txt", STOPS), ("bad.txt", "Rain fell. .\0"), ("z.txt", TWICE)]);
    let said = desk.run(&["fix", "."]);
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert_has(&said.err, &["bad.txt: this is no text", "repaired 2 findings in 2 of 2 files"]);
    assert_eq!([desk.read("a.txt"), desk.read("bad.txt"), desk.read("z.txt")], [ONE_STOP, "Rain fell. .\0", ONCE]);
}

#[test]
fn a_file_that_is_named_twice_is_repaired_once() {
    for other in ["a.txt", "./a.txt", ".", "sub/../a.txt", "absolute"] {
        let desk = Desk::with(&[("a.txt", STOPS), ("sub/.keep", "")]);
        let absolute = desk.path("a.txt").canonicalize().unwrap();
        let other = if other == "absolute" { absolute.to_str().unwrap() } else { other };
        let said = desk.run(&["fix", "a.txt", other]);
        let err = "copydesk: repaired 1 finding in 1 of 1 file; 0 findings left\n     1  punctuation/doubled-stop\n";
        assert_said(&said, 0, "", err);
        assert_eq!(desk.read("a.txt"), ONE_STOP);
    }
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::{Desk, ONE_STOP, STOPS, assert_has, fs};

    #[test]
    fn a_link_is_followed_inside_the_folder_and_stays_a_link() {
        let desk = Desk::with(&[("real/a.txt", STOPS)]);
        symlink("real/a.txt", desk.path("link.txt")).unwrap();
        assert_eq!(desk.run(&["fix", "link.txt"]).status, 0);
        assert_eq!(desk.read("real/a.txt"), ONE_STOP);
        assert!(fs::symlink_metadata(desk.path("link.txt")).unwrap().is_symlink());
    }

    #[test]
    fn links_in_a_folder_are_passed_over() {
        let (desk, elsewhere) = (Desk::with(&[("a.txt", STOPS)]), Desk::with(&[("b.txt", STOPS)]));
        symlink(elsewhere.path("b.txt"), desk.path("link.txt")).unwrap();
        assert_eq!(desk.run(&["fix", "."]).status, 0);
        assert_eq!([desk.read("a.txt"), elsewhere.read("b.txt")], [ONE_STOP, STOPS]);
    }

    #[test]
    fn a_link_out_of_the_folder_is_refused_and_its_target_whole() {
        let (desk, elsewhere) = (Desk::with(&[]), Desk::with(&[("a.txt", STOPS)]));
        symlink(elsewhere.path("a.txt"), desk.path("link.txt")).unwrap();
        symlink(elsewhere.path(""), desk.path("folder")).unwrap();
        for path in ["link.txt", "folder/a.txt", "folder"] {
            let said = desk.run(&["fix", path]);
            assert_eq!((said.status, elsewhere.read("a.txt").as_str()), (2, STOPS), "{path}: {said:#?}");
            assert_has(&said.err, &["the link leads to ", "; nothing was changed\n"]);
            assert_eq!(elsewhere.names(), ["a.txt"]);
        }
    }

    #[test]
    fn a_link_out_of_the_folder_of_the_configuration_file_is_refused() {
        let desk = Desk::with(&[("house/copydesk.toml", ""), ("outside.txt", STOPS), ("house/inside.txt", STOPS)]);
        symlink("../outside.txt", desk.path("house/out.txt")).unwrap();
        symlink("inside.txt", desk.path("house/in.txt")).unwrap();
        assert_eq!(desk.run(&["fix", "house/out.txt", "house/in.txt"]).status, 2);
        assert_eq!([desk.read("outside.txt"), desk.read("house/inside.txt")], [STOPS, ONE_STOP]);
    }
}
