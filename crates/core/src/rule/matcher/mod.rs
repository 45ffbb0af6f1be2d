//! One module a kind of rule.

pub(crate) mod acronym;
pub(crate) mod article;
pub(crate) mod capitalization;
pub(crate) mod character;
pub(crate) mod collocation;
pub(crate) mod conditional;
pub(crate) mod consistency;
pub(crate) mod count;
pub(crate) mod date;
pub(crate) mod line;
pub(crate) mod metric;
pub(crate) mod ordinal;
pub(crate) mod pair;
pub(crate) mod pattern;
pub(crate) mod phrase;
pub(crate) mod quotation_marks;
pub(crate) mod repeat;
pub(crate) mod sequence;
pub(crate) mod spelling;
pub(crate) mod stray_stop;
