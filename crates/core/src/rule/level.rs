//! Whether a rule runs and how much its findings matter, as rules say it of themselves and settings of rules.

use serde::{Deserialize, Serialize};

use crate::diagnostic::Severity;

/// What can be said of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// It does not run.
    Off,
    /// It runs, with the severity that it has.
    On,
    /// It runs, and its findings are notes.
    Note,
    /// It runs, and its findings are warnings.
    Warning,
    /// It runs, and its findings are errors.
    Error,
}

impl Level {
    const ALL: [Self; 5] = [Self::Off, Self::On, Self::Note, Self::Warning, Self::Error];

    /// The severity that it gives to findings, if it gives them one.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off | Self::On => None,
            Self::Note => Some(Severity::Note),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }

    /// The name as it stands in rules and settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On => "on",
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What texts are checked for: each rule may have another level in each profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// News copy, written in the language.
    News,
    /// Copy that was translated, by a machine above all.
    Translation,
    /// Technical documentation.
    Docs,
    /// Everything that a strict editor would mark, matters of taste included.
    Strict,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Self; 4] = [Self::News, Self::Translation, Self::Docs, Self::Strict];

    /// The name as it stands in rules, in settings, and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Translation => "translation",
            Self::Docs => "docs",
            Self::Strict => "strict",
        }
    }
}

/// The levels that a rule has in profiles, where it says any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Profiles {
    /// In news copy.
    pub news: Option<Level>,
    /// In translated copy.
    pub translation: Option<Level>,
    /// In technical documentation.
    pub docs: Option<Level>,
    /// Where everything counts.
    pub strict: Option<Level>,
}

impl Profiles {
    /// The level in a profile.
    pub const fn level(self, profile: Profile) -> Option<Level> {
        match profile {
            Profile::News => self.news,
            Profile::Translation => self.translation,
            Profile::Docs => self.docs,
            Profile::Strict => self.strict,
        }
    }

    /// All levels in one number, three bits a profile.
    pub(super) fn packed(self) -> u32 {
        let number = |level: Option<Level>| match level {
            None => 0,
            Some(level) => 1 + level as u32,
        };
        Profile::ALL.into_iter().rev().fold(0, |bits, profile| bits << 3 | number(self.level(profile)))
    }

    /// The levels that were packed into a number.
    pub(super) fn unpacked(bits: u32) -> Self {
        let level = |profile: Profile| Level::ALL.get(((bits >> (3 * profile as u32)) & 7).checked_sub(1)? as usize);
        let level = |profile| level(profile).copied();
        Self {
            news: level(Profile::News),
            translation: level(Profile::Translation),
            docs: level(Profile::Docs),
            strict: level(Profile::Strict),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_survive_being_packed() {
        let profiles = Profiles { news: Some(Level::Off), strict: Some(Level::Error), ..Profiles::default() };
        assert_eq!(Profiles::unpacked(profiles.packed()), profiles);
        assert_eq!(Profiles::unpacked(0), Profiles::default());
    }
}
