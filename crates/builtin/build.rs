//! Compiles the rules of `rules/` into one file, and lays the model of the tagger out, so that both are there at once
//! when copydesk starts.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use copydesk_core::rule::RuleSet;
use copydesk_core::source::Source;
use copydesk_core::text::Tagger;

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let model = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../models/en-tagger.bin");
    println!("cargo::rerun-if-changed={}", model.display());
    let tagger = Tagger::from_bytes(&fs::read(model)?).ok_or("the model of the tagger is damaged")?;
    fs::write(out.join("en-tagger.bin"), tagger.to_stored())?;
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../rules");
    let mut files = Vec::new();
    collect(&root, &root, &mut files)?;
    files.sort_by(|a, b| a.0.cmp(&b.0));
    let bytes = match RuleSet::default().with_files(&files) {
        Ok(rules) => rules.to_bytes()?,
        Err(faulty) => {
            for file in &faulty {
                let (path, source) = &files[file.number];
                for problem in &file.problems {
                    let line = source.position(problem.span.start).line;
                    let found = source.slice(problem.span);
                    println!("cargo::error=rules/{path}:{line}: {} (`{found}`)", problem.message);
                }
            }
            Vec::new()
        }
    };
    fs::write(out.join("rules.bin"), bytes)?;
    Ok(())
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Source)>) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            println!("cargo::rerun-if-changed={}", path.display());
            let name = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            files.push((name, Source::decode(fs::read(&path)?, None)?));
        }
    }
    Ok(())
}
