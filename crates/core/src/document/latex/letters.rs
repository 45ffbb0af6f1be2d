//! The characters that LaTeX writes as commands.

/// The text that a command without arguments stands for.
pub(super) fn symbol(name: &str) -> Option<&'static str> {
    Some(match name {
        "&" => "&",
        "%" => "%",
        "$" | "textdollar" => "$",
        "#" => "#",
        "_" | "textunderscore" => "_",
        "{" | "textbraceleft" => "{",
        "}" | "textbraceright" => "}",
        " " | "\n" | "\t" | "space" | ":" | ";" | "quad" | "qquad" | "enspace" => " ",
        "," | "thinspace" => "\u{202f}",
        "nobreakspace" => "\u{a0}",
        "ldots" | "dots" | "textellipsis" => "…",
        "textendash" => "–",
        "textemdash" => "—",
        "textquoteleft" | "lq" | "grq" => "‘",
        "textquoteright" | "rq" => "’",
        "textquotedblleft" | "grqq" => "“",
        "textquotedblright" => "”",
        "quotedblbase" | "glqq" => "„",
        "quotesinglbase" | "glq" => "‚",
        "guillemotleft" | "og" | "flqq" => "«",
        "guillemotright" | "fg" | "frqq" => "»",
        "textbackslash" => "\\",
        "textasciitilde" => "~",
        "textasciicircum" => "^",
        "textbar" => "|",
        "textless" => "<",
        "textgreater" => ">",
        "slash" => "/",
        "textdegree" | "degree" => "°",
        "textperiodcentered" => "·",
        "textbullet" => "•",
        _ => return letter(name),
    })
}

/// Signs and letters that have names.
fn letter(name: &str) -> Option<&'static str> {
    Some(match name {
        "S" | "textsection" => "§",
        "P" => "¶",
        "copyright" | "textcopyright" => "©",
        "textregistered" => "®",
        "texttrademark" => "™",
        "pounds" | "textsterling" => "£",
        "euro" | "texteuro" => "€",
        "ss" => "ß",
        "ae" => "æ",
        "AE" => "Æ",
        "oe" => "œ",
        "OE" => "Œ",
        "o" => "ø",
        "O" => "Ø",
        "aa" => "å",
        "AA" => "Å",
        "l" => "ł",
        "L" => "Ł",
        "i" => "ı",
        "j" => "ȷ",
        "dh" => "ð",
        "th" => "þ",
        "LaTeX" => "LaTeX",
        "TeX" => "TeX",
        "BibTeX" => "BibTeX",
        "XeTeX" => "XeTeX",
        "LuaTeX" => "LuaTeX",
        _ => return None,
    })
}

/// The letter `base` with the mark of the command `accent`; nothing where there is no such letter.
pub(super) fn accented(accent: &str, base: char) -> Option<String> {
    let (bases, letters) = match accent {
        "'" => ("aeiouycnszrlAEIOUYCNSZRLı", "áéíóúýćńśźŕĺÁÉÍÓÚÝĆŃŚŹŔĹí"),
        "`" => ("aeiounAEIOUNı", "àèìòùǹÀÈÌÒÙǸì"),
        "^" => ("aeiouwycghjsAEIOUWYCGHJSıȷ", "âêîôûŵŷĉĝĥĵŝÂÊÎÔÛŴŶĈĜĤĴŜîĵ"),
        "\"" => ("aeiouyAEIOUYı", "äëïöüÿÄËÏÖÜŸï"),
        "~" => ("anoiuANOIUı", "ãñõĩũÃÑÕĨŨĩ"),
        "=" => ("aeiouAEIOUı", "āēīōūĀĒĪŌŪī"),
        "." => ("zegcZEGCI", "żėġċŻĖĠĊİ"),
        "c" => ("cstkglnrCSTKGLNR", "çşţķģļņŗÇŞŢĶĢĻŅŖ"),
        "v" => ("cszrnetdlCSZRNETDL", "čšžřňěťďľČŠŽŘŇĚŤĎĽ"),
        "H" => ("ouOU", "őűŐŰ"),
        "u" => ("agiouAGIOU", "ăğĭŏŭĂĞĬŎŬ"),
        "r" => ("auAU", "åůÅŮ"),
        "k" => ("aeiouAEIOU", "ąęįǫųĄĘĮǪŲ"),
        "d" => ("aeioustnhrAEIOUSTNHR", "ạẹịọụṣṭṇḥṛẠẸỊỌỤṢṬṆḤṚ"),
        _ => return None,
    };
    let at = bases.chars().position(|c| c == base)?;
    letters.chars().nth(at).map(String::from)
}
